package naru.cli.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import naru.wire.LabReplies.ExecPrefix;
import naru.wire.LabRequests.Exec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code naru lab exec}: its exit code is that of the command. */
@Command(
        name = "exec",
        description = "Runs a command of this machine in the network of a pod, node or other host.",
        footer = {
            "",
            "Examples:",
            "  naru lab exec default/web -- ip route",
            "  naru lab exec node/n1 -- bpftool map",
            "  naru lab exec ext/e1 -- ping -c 1 10.244.1.5"
        })
final class LabExec implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin private LabOption lab = new LabOption();
    @Mixin final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "NS/POD|node/NAME|ext/NAME", description = "Where.")
    private String target = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "CMD", description = "What, after --.")
    private List<String> command = List.of();

    LabExec(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        try (LabConnection connection = LabConnection.to(lab.places(surroundings))) {
            line.addAll(connection.ask("exec", new Exec(target), ExecPrefix.class).command());
        }
        line.addAll(command);
        Process process = new ProcessBuilder(line).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }
}
