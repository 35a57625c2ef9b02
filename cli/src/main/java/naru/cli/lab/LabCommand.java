package naru.cli.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code naru lab}: a cluster of small machines on this one. */
@Command(
        name = "lab",
        description = LabCommand.ABOUT,
        footer = {
            "",
            "Examples:",
            "  naru lab up",
            "  naru lab apply -f manifests/ --wait",
            "  naru lab exec default/web -- curl -m 2 10.244.2.7:8080",
            "  naru lab down"
        })
public final class LabCommand {

    /** The first line of its help. */
    public static final String ABOUT =
            "A cluster of small machines, made of namespaces on this one.";

    @Mixin final HelpOption help = new HelpOption();

    private LabCommand() {}

    /**
     * What one can do to a lab.
     *
     * @param meant the command to make; all of them if there is none of that name
     */
    public static CommandLine line(Surroundings in, String meant) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("up", () -> new LabUp(in));
        commands.put("down", () -> new LabDown(in));
        commands.put("apply", () -> new LabApply(in));
        commands.put("delete", () -> new LabDelete(in));
        commands.put("get", () -> new LabGet(in));
        commands.put("pods", () -> new LabPods(in));
        commands.put("nodes", () -> new LabNodes(in));
        commands.put("exec", () -> new LabExec(in));
        commands.put("config", () -> new LabConfig(in));
        commands.put("agent", () -> new LabAgent(in));
        commands.put("incident", () -> new LabIncident(in));
        commands.put("repair", () -> new LabRepair(in));
        CommandLine line = new CommandLine(new LabCommand());
        commands.forEach(
                (name, make) -> {
                    if (name.equals(meant) || !commands.containsKey(meant)) {
                        line.addSubcommand(name, make.get());
                    }
                });
        return line;
    }
}
