package naru.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import naru.cli.command.CniInstall;
import naru.cli.command.EndpointList;
import naru.cli.command.ExplainCommand;
import naru.cli.command.FlowList;
import naru.cli.command.HelpOption;
import naru.cli.command.IdentityList;
import naru.cli.command.IpcacheList;
import naru.cli.command.MonitorCommand;
import naru.cli.command.PolicyGet;
import naru.cli.command.StatusCommand;
import naru.cli.lab.LabCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Every command by its name. One is only made when it is meant, so a start pays for one. */
final class CommandTree {

    private static final Map<String, Function<Surroundings, CommandLine>> COMMANDS =
            new LinkedHashMap<>();

    static {
        COMMANDS.put("lab", in -> LabCommand.line(in, ""));
        COMMANDS.put("status", in -> new CommandLine(new StatusCommand(in)));
        COMMANDS.put(
                "endpoint",
                in -> group("endpoint", "The pods of a node.", "list", new EndpointList(in)));
        COMMANDS.put(
                "identity",
                in ->
                        group(
                                "identity",
                                "The numbers of sets of labels.",
                                "list",
                                new IdentityList(in)));
        COMMANDS.put("bpf", CommandTree::bpf);
        COMMANDS.put("monitor", in -> new CommandLine(new MonitorCommand(in)));
        COMMANDS.put("explain", in -> new CommandLine(new ExplainCommand(in)));
        COMMANDS.put(
                "cni", in -> group("cni", "The node's CNI plugin.", "install", new CniInstall(in)));
    }

    private CommandTree() {}

    @Command(
            name = "naru",
            description = "A Kubernetes pod network that explains itself.",
            footer = {
                "",
                "Not listed, because the script itself runs them: agent, bench, demo, test, check, fmt.",
                "",
                "Examples:",
                "  naru demo",
                "  naru lab up",
                "  naru explain argocd/argocd-server argocd/argocd-redis:6379"
            })
    private static final class Root {}

    @Command
    private static final class Group {}

    /** A command line that knows the command which is meant, or all of them if none is. */
    static CommandLine of(Surroundings surroundings, String... args) {
        CommandLine root = new CommandLine(new Root());
        root.addMixin("help", new HelpOption());
        String first = args.length > 0 ? args[0] : "";
        if (first.equals("lab") && args.length > 1) {
            return root.addSubcommand(first, LabCommand.line(surroundings, args[1]));
        }
        COMMANDS.forEach(
                (name, make) -> {
                    if (name.equals(first) || !COMMANDS.containsKey(first)) {
                        root.addSubcommand(name, make.apply(surroundings));
                    }
                });
        return root;
    }

    private static CommandLine bpf(Surroundings in) {
        return describe(new CommandLine(new Group()), "bpf", "What the kernel's maps hold.")
                .addSubcommand(group("policy", "The policy map.", "get", new PolicyGet(in)))
                .addSubcommand(
                        group("ipcache", "Addresses and identities.", "list", new IpcacheList(in)))
                .addSubcommand(group("ct", "Connections.", "list", new FlowList(in)));
    }

    private static CommandLine group(String name, String about, String verb, Object command) {
        return describe(new CommandLine(new Group()), name, about).addSubcommand(verb, command);
    }

    private static CommandLine describe(CommandLine line, String name, String about) {
        line.addMixin("help", new HelpOption());
        line.setCommandName(name);
        line.getCommandSpec().usageMessage().description(about);
        return line;
    }
}
