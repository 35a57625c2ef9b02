package naru.cli;

import java.util.List;
import java.util.function.Supplier;
import naru.cli.lab.LabCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code naru}: finds the command that is meant and runs it. */
public final class Main {

    /** A command by its name; made only when it is meant, so that a start pays for one command. */
    private record Entry(String name, Supplier<Object> make) {}

    private static final List<Entry> COMMANDS = List.of(new Entry("lab", LabCommand::new));

    private Main() {}

    @Command(name = "naru", description = "A Kubernetes pod network that explains itself.")
    private static final class Root {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command line and returns its exit code. */
    static int run(String... args) {
        return commandLine(args).execute(args);
    }

    private static CommandLine commandLine(String... args) {
        CommandLine root = new CommandLine(new Root());
        List<Entry> meant =
                COMMANDS.stream()
                        .filter(entry -> args.length > 0 && entry.name.equals(args[0]))
                        .toList();
        for (Entry entry : meant.isEmpty() ? COMMANDS : meant) {
            root.addSubcommand(entry.name, entry.make.get());
        }
        return root;
    }
}
