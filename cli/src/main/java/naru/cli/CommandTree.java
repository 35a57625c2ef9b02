package naru.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import naru.cli.command.CniInstall;
import naru.cli.command.DoctorCommand;
import naru.cli.command.EndpointList;
import naru.cli.command.ExplainCommand;
import naru.cli.command.FlowList;
import naru.cli.command.HelpOption;
import naru.cli.command.IdentityList;
import naru.cli.command.IpcacheList;
import naru.cli.command.MetricsCommand;
import naru.cli.command.MonitorCommand;
import naru.cli.command.PolicyGet;
import naru.cli.command.StatusCommand;
import naru.cli.command.SupportBundle;
import naru.cli.lab.LabCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Every command by its name. One is only made when it is meant, so a start pays for one. */
final class CommandTree {

    private static final String BPF = "What the kernel's maps hold.";

    /**
     * A command before it is made: to make one means to look at its class, which takes time.
     *
     * @param about the first line of its help
     */
    private record Promise(String about, Function<Surroundings, CommandLine> make) {}

    private static final Map<String, Promise> COMMANDS = new LinkedHashMap<>();

    static {
        promise("lab", LabCommand.ABOUT, in -> LabCommand.line(in, ""));
        promise("status", StatusCommand.ABOUT, in -> new CommandLine(new StatusCommand(in)));
        promiseGroup("endpoint", "The pods of a node.", "list", EndpointList::new);
        promiseGroup("identity", "The numbers of sets of labels.", "list", IdentityList::new);
        promise("bpf", BPF, CommandTree::bpf);
        promise("monitor", MonitorCommand.ABOUT, in -> new CommandLine(new MonitorCommand(in)));
        promise("doctor", DoctorCommand.ABOUT, in -> new CommandLine(new DoctorCommand(in)));
        promise("metrics", MetricsCommand.ABOUT, in -> new CommandLine(new MetricsCommand(in)));
        promise(
                "support-bundle",
                SupportBundle.ABOUT,
                in -> new CommandLine(new SupportBundle(in)));
        promise("explain", ExplainCommand.ABOUT, in -> new CommandLine(new ExplainCommand(in)));
        promiseGroup("cni", "The node's CNI plugin.", "install", CniInstall::new);
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
    private static final class Root {
        /** Only for the help: whoever asks for it gets here no more. */
        @Option(
                names = {"-V", "--version"},
                description = "Show version, commit and Java, and end.")
        @SuppressWarnings("UnusedVariable")
        boolean version;
    }

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
        Promise meant = COMMANDS.get(first);
        if (meant != null) {
            return root.addSubcommand(first, meant.make.apply(surroundings));
        }
        COMMANDS.forEach((name, promise) -> root.addSubcommand(name, onlyNamed(promise)));
        return root;
    }

    private static void promise(
            String name, String about, Function<Surroundings, CommandLine> make) {
        COMMANDS.put(name, new Promise(about, make));
    }

    private static void promiseGroup(
            String name, String about, String verb, Function<Surroundings, Object> command) {
        promise(name, about, in -> group(name, about, verb, command.apply(in)));
    }

    /** Enough of a command to be listed, or to be the one that somebody may have meant. */
    private static CommandLine onlyNamed(Promise promise) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(promise.about);
        return new CommandLine(spec);
    }

    private static CommandLine bpf(Surroundings in) {
        return describe(new CommandLine(new Group()), "bpf", BPF)
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
