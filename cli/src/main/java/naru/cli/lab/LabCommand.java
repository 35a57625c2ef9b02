package naru.cli.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import picocli.CommandLine;

/** {@code naru lab}: a cluster of small machines on this one. */
public final class LabCommand {

    /** The first line of its help. */
    public static final String ABOUT =
            "A cluster of small machines, made of namespaces on this one.";

    private LabCommand() {}

    /**
     * What one can do to a lab.
     *
     * @param meant the command to make; all of them if there is none of that name
     */
    public static CommandLine line(Surroundings in, String meant) {
        Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
        commands.put("up", () -> new LabUp(in).line());
        commands.put("down", () -> new LabDown(in).line());
        commands.put("apply", () -> new LabApply(in).line());
        commands.put("delete", () -> new LabDelete(in).line());
        commands.put("get", () -> new LabGet(in).line());
        commands.put("pods", () -> new LabPods(in).line());
        commands.put("nodes", () -> new LabNodes(in).line());
        commands.put("exec", () -> new LabExec(in).line());
        commands.put("config", () -> new LabConfig(in).line());
        commands.put("agent", () -> new LabAgent(in).line());
        commands.put("incident", () -> new LabIncident(in).line());
        commands.put("repair", () -> new LabRepair(in).line());
        CommandLine line =
                Described.group("lab")
                        .about(ABOUT)
                        .examples(
                                "lab up",
                                "lab apply -f manifests/ --wait",
                                "lab exec default/web -- curl -m 2 10.244.2.7:8080",
                                "lab down")
                        .line();
        commands.forEach(
                (name, make) -> {
                    if (name.equals(meant) || !commands.containsKey(meant)) {
                        line.addSubcommand(name, make.get());
                    }
                });
        return line;
    }
}
