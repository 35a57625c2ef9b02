package naru.cli.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.wire.LabReplies.ExecPrefix;
import naru.wire.LabRequests.Exec;
import picocli.CommandLine;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code naru lab exec}: its exit code is that of the command. */
final class LabExec implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();

    private final PositionalParamSpec target =
            PositionalParamSpec.builder()
                    .index("0")
                    .arity("1")
                    .required(true)
                    .type(String.class)
                    .paramLabel("NS/POD|node/NAME|ext/NAME")
                    .description("Where.")
                    .build();

    private final PositionalParamSpec command =
            PositionalParamSpec.builder()
                    .index("1..*")
                    .arity("1..*")
                    .required(true)
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .initialValue(List.of())
                    .paramLabel("CMD")
                    .description("What, after --.")
                    .build();

    LabExec(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("exec", this)
                .about(
                        "Runs a command of this machine in the network of a pod, node or other host.")
                .examples(
                        "lab exec default/web -- ip route",
                        "lab exec node/n1 -- bpftool map",
                        "lab exec ext/e1 -- ping -c 1 10.244.1.5")
                .takes(lab.all())
                .takes(target, command)
                .line();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        try (LabConnection connection = LabConnection.to(lab.places(surroundings))) {
            line.addAll(
                    connection
                            .ask("exec", new Exec(target.getValue()), ExecPrefix.class)
                            .command());
        }
        line.addAll(command.getValue());
        Process process = new ProcessBuilder(line).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }
}
