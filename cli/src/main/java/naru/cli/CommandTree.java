package naru.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import naru.cli.command.CniInstall;
import naru.cli.command.DoctorCommand;
import naru.cli.command.EndpointList;
import naru.cli.command.ExplainCommand;
import naru.cli.command.FlowList;
import naru.cli.command.IdentityList;
import naru.cli.command.IpcacheList;
import naru.cli.command.MetricsCommand;
import naru.cli.command.MonitorCommand;
import naru.cli.command.PolicyGet;
import naru.cli.command.StatusCommand;
import naru.cli.command.SupportBundle;
import naru.cli.lab.LabCommand;
import naru.cli.line.Described;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

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
        promise("status", StatusCommand.ABOUT, in -> new StatusCommand(in).line());
        promiseGroup("endpoint", "The pods of a node.", in -> new EndpointList(in).line());
        promiseGroup(
                "identity", "The numbers of sets of labels.", in -> new IdentityList(in).line());
        promise("bpf", BPF, CommandTree::bpf);
        promise("monitor", MonitorCommand.ABOUT, in -> new MonitorCommand(in).line());
        promise("doctor", DoctorCommand.ABOUT, in -> new DoctorCommand(in).line());
        promise("metrics", MetricsCommand.ABOUT, in -> new MetricsCommand(in).line());
        promise("support-bundle", SupportBundle.ABOUT, in -> new SupportBundle(in).line());
        promise("explain", ExplainCommand.ABOUT, in -> new ExplainCommand(in).line());
        promiseGroup("cni", "The node's CNI plugin.", in -> new CniInstall(in).line());
    }

    private CommandTree() {}

    private static CommandLine root() {
        // Only for the help: whoever asks for the version gets here no more.
        OptionSpec version =
                OptionSpec.builder("-V", "--version")
                        .type(boolean.class)
                        .description("Show version, commit and Java, and end.")
                        .build();
        return Described.group("naru")
                .about("A Kubernetes pod network that explains itself.")
                .takes(version)
                .remark(
                        "Not listed, because the script itself runs them: agent, bench, demo, test, check, fmt.")
                .examples("demo", "lab up", "explain argocd/argocd-server argocd/argocd-redis:6379")
                .line();
    }

    /** A command line that knows the command which is meant, or all of them if none is. */
    static CommandLine of(Surroundings surroundings, String... args) {
        CommandLine root = root();
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
            String name, String about, Function<Surroundings, CommandLine> command) {
        promise(name, about, in -> group(name, about, command.apply(in)));
    }

    /** Enough of a command to be listed, or to be the one that somebody may have meant. */
    private static CommandLine onlyNamed(Promise promise) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(promise.about);
        return new CommandLine(spec);
    }

    private static CommandLine bpf(Surroundings in) {
        return Described.group("bpf")
                .about(BPF)
                .line()
                .addSubcommand(group("policy", "The policy map.", new PolicyGet(in).line()))
                .addSubcommand(
                        group("ipcache", "Addresses and identities.", new IpcacheList(in).line()))
                .addSubcommand(group("ct", "Connections.", new FlowList(in).line()));
    }

    /** A command whose only word is the other's name. */
    private static CommandLine group(String name, String about, CommandLine command) {
        return Described.group(name).about(about).line().addSubcommand(command);
    }
}
