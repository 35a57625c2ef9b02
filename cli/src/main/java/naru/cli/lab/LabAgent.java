package naru.cli.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.wire.LabRequests.Agent;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code naru lab agent}. */
final class LabAgent implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();

    private final PositionalParamSpec action =
            PositionalParamSpec.builder()
                    .required(true)
                    .type(String.class)
                    .paramLabel("kill|start|restart")
                    .description("What to do.")
                    .build();

    private final OptionSpec node =
            OptionSpec.builder("--node")
                    .type(String.class)
                    .initialValue("")
                    .paramLabel("NODE")
                    .required(true)
                    .description("Whose agent is meant.")
                    .build();

    LabAgent(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("agent", this)
                .about("Kills (signal 9), starts or restarts the agent of a node.")
                .examples("lab agent kill --node n1")
                .takes(lab.all())
                .takes(action, node)
                .line();
    }

    @Override
    public Integer call() throws IOException {
        try (LabConnection connection = LabConnection.to(lab.places(surroundings))) {
            connection.ask("agent", new Agent(action.getValue(), node.getValue()));
            return 0;
        }
    }
}
