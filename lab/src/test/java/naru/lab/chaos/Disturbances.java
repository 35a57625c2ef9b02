package naru.lab.chaos;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import naru.lab.scenario.Place;
import naru.lab.scenario.ScenarioLab;
import naru.model.Pod;
import naru.naive.generate.Dice;

/** What goes wrong on nodes and between them; {@link #end} puts right what no agent could. */
final class Disturbances {

    private static final int FLOWS = 20_000;

    /** Half of a second: what TCP sends again arrives. */
    private static final String CUT = "ip link set %1$s down; sleep 0.5; ip link set %1$s up";

    private static final String LOSSY =
            """
            table bridge chaos {
              chain lossy {
                type filter hook forward priority 0;
                numgen random mod 100 < 20 drop
              }
            }
            """;

    private final Dice dice;
    private final World world;
    private final Places places;
    private final ScenarioLab lab;
    private final History history;
    private final Set<String> dead = new HashSet<>();
    private final List<Process> cuts = new ArrayList<>();
    private boolean lossy;

    Disturbances(Dice dice, World world, Places places, ScenarioLab lab, History history) {
        this.dice = dice;
        this.world = world;
        this.places = places;
        this.lab = lab;
        this.history = history;
    }

    void next() throws Exception {
        int chance = dice.below(100);
        if (chance < 30) {
            killOrStart(dice.pick(Changes.NODES));
        } else if (chance < 40) {
            loseSome();
        } else if (chance < 50) {
            cut();
        } else if (chance < 60) {
            flood();
        } else if (chance < 68) {
            configure(dice.pick(Changes.NODES));
        } else {
            drift();
        }
    }

    private void killOrStart(String node) throws Exception {
        if (dead.remove(node)) {
            history.note("start the agent of " + node);
            lab.agent("start", node);
        } else {
            history.note("kill the agent of " + node);
            lab.agent("kill", node);
            dead.add(node);
        }
    }

    private void loseSome() throws Exception {
        if (!lossy) {
            history.note("of packets between nodes 20 % are lost");
            Process nft = fabric("nft", "-f", "-");
            try (var in = nft.getOutputStream()) {
                in.write(LOSSY.getBytes(StandardCharsets.UTF_8));
            }
            await(nft);
            lossy = true;
        }
    }

    private void cut() throws Exception {
        int cable = Changes.NODES.indexOf(dice.pick(Changes.NODES));
        history.note("pull out cable" + cable);
        cuts.add(fabric("sh", "-c", CUT.formatted("cable" + cable)));
    }

    /** Fills the flow table of a node from one pod, as far as that is let out. */
    private void flood() throws Exception {
        List<Pod> pods = world.steadyPods();
        if (pods.isEmpty()) {
            return;
        }
        Place pod = places.at(dice.pick(pods).addresses().getFirst());
        history.note(pod + " begins " + FLOWS + " flows to nowhere");
        InetAddress nowhere = InetAddress.ofLiteral("192.0.2.10");
        pod.call(
                () -> {
                    try (DatagramSocket socket = new DatagramSocket()) {
                        for (int port = 1; port <= FLOWS; port++) {
                            sendAsFarAsItGoes(socket, new InetSocketAddress(nowhere, port));
                        }
                    }
                    return true;
                });
    }

    /** An ICMP error about an earlier one may be told by the next. */
    private static void sendAsFarAsItGoes(DatagramSocket socket, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(new byte[1], 1, to));
        } catch (IOException e) {
            // this one was the messenger
        }
    }

    private void configure(String node) throws Exception {
        if (dead.contains(node)) {
            return;
        }
        Map<String, String> values =
                dice.pick(
                        List.of(
                                Map.of("attach", "clsact"),
                                Map.of("attach", "tcx"),
                                Map.of("ipam-cooldown", "1s"),
                                Map.of("metrics-address", "127.0.0.1:9962")));
        history.note("configure " + node + ": " + values);
        lab.config(node, values);
    }

    private void drift() throws Exception {
        List<Pod> pods = world.steadyPods();
        if (pods.isEmpty()) {
            return;
        }
        Pod pod = dice.pick(pods);
        Drift drift = dice.pick(List.of(Drift.values()));
        if (drift.opens()) {
            world.unsettle(pod.key());
        }
        String script = drift.script(pod.addresses().getFirst());
        history.note("on " + pod.nodeName() + ": " + script);
        await(node(pod.nodeName(), "sh", "-c", script));
    }

    /** What no agent could put right. */
    void end() throws Exception {
        for (Process cut : cuts) {
            await(cut);
        }
        cuts.clear();
        if (lossy) {
            await(fabric("nft", "delete", "table", "bridge", "chaos"));
            lossy = false;
        }
        for (String node : List.copyOf(dead)) {
            killOrStart(node);
        }
        history.note("calm");
    }

    private Process fabric(String... command) throws IOException {
        return run(List.of("nsenter", "--net=" + lab.fabric(), "--"), command);
    }

    private Process node(String node, String... command) throws Exception {
        return run(lab.entering("node/" + node), command);
    }

    private static Process run(List<String> prefix, String... command) throws IOException {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(command));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    /** What was not there to be broken does not matter, but is noted. */
    private void await(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            history.note("  that had no effect: " + said.strip());
        }
    }
}
