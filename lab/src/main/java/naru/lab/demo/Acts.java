package naru.lab.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import naru.lab.demo.ArgoCd.Door;
import naru.lab.demo.ReachTable.Cell;
import naru.wire.ExplainReply;
import naru.wire.LabReplies.PodRow;

/** What the demo does, in order. */
final class Acts {

    /** Time for probes to settle: a restart after two failures waits for ten seconds alone. */
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(90);

    private static final Duration MONITOR_PATIENCE = Duration.ofSeconds(20);

    private final Stage stage;
    private final NaruScript naru;
    private final DemoLab lab;

    Acts(Stage stage, NaruScript naru, DemoLab lab) {
        this.stage = stage;
        this.naru = naru;
        this.lab = lab;
    }

    /** Returns whether there is a lab now that is ours. */
    boolean raise() throws IOException, InterruptedException {
        stage.act(
                "a cluster from nothing",
                "Two nodes, each a small machine of namespaces with its own agent and eBPF"
                        + " programs. Argo CD's five pods run on them as real listeners, under the"
                        + " five NetworkPolicies that Argo CD ships.");
        NaruScript.Done up = command("lab", "up", "-f", "examples/argocd.yaml");
        stage.show(up.lines());
        stage.check(up.exitCode() == 0, "the lab is up, and every policy is in force");
        if (up.exitCode() != 0) {
            return false;
        }
        boolean ready = lab.await(Acts::allReady, PROBE_PATIENCE);
        stage.check(ready, "kubelet's probes from the host pass: all pods are ready");
        return true;
    }

    private static boolean allReady(Map<String, PodRow> pods) {
        return pods.values().stream().allMatch(PodRow::ready);
    }

    void whoReachesWhom() throws IOException, InterruptedException {
        stage.act(
                "who reaches whom, and which rule decides",
                "Each cell is a TCP connection that was just tried, out of the network namespace of"
                        + " the pod above to the port on the left. kubelet stands for the pod's own"
                        + " node.");
        ReachTable table = new ReachTable(lab);
        List<Cell> cells = table.measure(ArgoCd.DOORS, ArgoCd.SOURCES);
        int agreed = 0;
        stage.show(List.of(titles()));
        for (Door door : ArgoCd.DOORS) {
            List<Cell> row = cells.stream().filter(cell -> cell.door().equals(door)).toList();
            Set<String> deciders = new LinkedHashSet<>();
            for (Cell cell : row) {
                ExplainReply reply = table.explain(cell);
                agreed += table.explainAgrees(cell, reply) ? 1 : 0;
                if (cell.reached() && !cell.source().equals(ArgoCd.KUBELET)) {
                    ReachTable.deciders(reply)
                            .forEach(rule -> deciders.add(rule.replaceFirst("argocd/", "")));
                }
            }
            stage.show(List.of(line(door, row) + String.join(", ", deciders)));
        }
        stage.say("");
        stage.say(
                "Whoever no rule names is kept out by default-deny. redis reaches nobody: its own"
                        + " policy lets it out to port 53 only.");
        long meant = cells.stream().filter(Cell::asMeant).count();
        stage.check(
                meant == cells.size(),
                meant + " of " + cells.size() + " connections did what the policies say");
        stage.check(
                agreed == cells.size(),
                "naru explain foretold " + agreed + " of " + cells.size() + " of them");
    }

    private static String titles() {
        StringBuilder line = new StringBuilder("%-18s".formatted("to \\ from"));
        for (String source : ArgoCd.SOURCES) {
            line.append(column(source, ArgoCd.shortName(source)));
        }
        return line.append("let in by").toString();
    }

    /** As wide as the name of the source, and a blank. */
    private static String column(String source, String text) {
        return text + " ".repeat(1 + ArgoCd.shortName(source).length() - text.length());
    }

    private String line(Door door, List<Cell> row) {
        StringBuilder line = new StringBuilder("%-18s".formatted(door.shortName()));
        for (String source : ArgoCd.SOURCES) {
            String text = "-";
            for (Cell cell : row) {
                if (cell.source().equals(source)) {
                    text = cell.reached() ? "yes" : "no";
                }
            }
            String padded = column(source, text);
            line.append(
                    text.equals("no")
                            ? stage.bad(padded)
                            : text.equals("yes") ? stage.good(padded) : padded);
        }
        return line.toString();
    }

    void hostMark() throws IOException, InterruptedException {
        stage.act(
                "the incident: two pods crash, one runs",
                "As it happened to somebody: the network recognises the host's packets by a mark"
                        + " that iptables rules set, and those rules are not installed. Nobody"
                        + " changed a policy.");
        NaruScript.Done incident = command("lab", "incident", "host-mark");
        stage.show(incident.lines());
        boolean broken = lab.await(Acts::asInTheStory, PROBE_PATIENCE);
        stage.show(podLines());
        stage.check(
                broken,
                "the controller and the repo-server fail their probes, the server does not");
        stage.command("./naru monitor --type drop");
        List<String> drops =
                naru.runUntil(
                        lines -> worldDrops(lines).size() >= 2,
                        MONITOR_PATIENCE,
                        "monitor",
                        "--type",
                        "drop");
        List<String> world = worldDrops(drops);
        stage.show(world.stream().limit(2).toList());
        stage.check(!world.isEmpty(), "the host's own packets are dropped as those of world");
        explainIncident();
    }

    private static boolean asInTheStory(Map<String, PodRow> pods) {
        return !ready(pods, ArgoCd.CONTROLLER)
                && !ready(pods, ArgoCd.REPO_SERVER)
                && ready(pods, ArgoCd.SERVER)
                && ready(pods, ArgoCd.REDIS)
                && ready(pods, ArgoCd.DEX);
    }

    private static boolean ready(Map<String, PodRow> pods, String name) {
        PodRow pod = pods.get(name);
        return pod != null && pod.ready();
    }

    private List<String> podLines() throws IOException {
        List<String> lines = new ArrayList<>();
        String form = "%-40s %-6s %-9s %s";
        lines.add(form.formatted("POD", "READY", "RESTARTS", "REMARK"));
        lab.pods()
                .forEach(
                        (name, pod) ->
                                lines.add(
                                        form.formatted(
                                                        name,
                                                        pod.ready() ? "yes" : "no",
                                                        pod.restarts(),
                                                        pod.reason())
                                                .stripTrailing()));
        return lines;
    }

    private static List<String> worldDrops(List<String> lines) {
        return lines.stream().filter(line -> line.contains("identity world->")).toList();
    }

    private void explainIncident() throws IOException {
        stage.say("");
        stage.command("./naru explain kubelet " + ArgoCd.REPO_SERVER + ":8084      (in short)");
        ExplainReply reply = lab.explain(ArgoCd.KUBELET, ArgoCd.REPO_SERVER, 8084);
        stage.say(reply.outcome().toUpperCase(java.util.Locale.ROOT) + ". Why:");
        for (ExplainReply.Cause cause : reply.causes()) {
            stage.say("  because " + cause.what());
        }
        reply.fixes().stream()
                .limit(1)
                .forEach(
                        fix -> {
                            stage.say("To change: " + fix.what());
                            fix.change().forEach(line -> stage.say("    " + line));
                        });
        boolean named =
                reply.causes().stream()
                        .anyMatch(cause -> cause.what().contains("install-iptables-rules"));
        stage.check(
                reply.outcome().equals(ExplainReply.DENIED) && named,
                "explain names the setting, not a policy");
    }

    void repair() throws IOException, InterruptedException {
        stage.act("the repair", "The setting that explain named is set, and nothing else.");
        NaruScript.Done repair = command("lab", "repair", "host-mark");
        stage.show(repair.lines());
        boolean ready = lab.await(Acts::allReady, PROBE_PATIENCE);
        stage.show(podLines());
        stage.check(ready, "all pods are ready again");
        NaruScript.Done doctor = command("doctor");
        stage.show(doctor.lines());
        stage.check(doctor.exitCode() == 0, "the doctor finds nothing wrong at either node");
        List<Cell> cells =
                new ReachTable(lab).measure(ArgoCd.DOORS, List.of(ArgoCd.KUBELET, ArgoCd.VISITOR));
        stage.check(
                cells.stream().allMatch(Cell::asMeant),
                "the host reaches every port, and the visitor only those that are open to it");
    }

    private NaruScript.Done command(String... arguments) throws IOException, InterruptedException {
        stage.command("./naru " + String.join(" ", arguments));
        return naru.run(arguments);
    }
}
