package naru.cli.lab;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabRequests.Config;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code naru lab config}. */
final class LabConfig implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();
    private final PatienceOption patience = new PatienceOption();

    private final OptionSpec node =
            OptionSpec.builder("--node")
                    .type(String.class)
                    .initialValue("")
                    .paramLabel("NODE")
                    .description("Only the agent of this node.")
                    .build();

    private final WaitOption wait = new WaitOption();

    private final PositionalParamSpec values =
            PositionalParamSpec.builder()
                    .index("0..*")
                    .arity("1..*")
                    .required(true)
                    .type(Map.class)
                    .auxiliaryTypes(String.class, String.class)
                    .initialValue(Map.of())
                    .paramLabel("KEY=VALUE")
                    .description("What to set.")
                    .build();

    LabConfig(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("config", this)
                .about("Changes the configuration of one agent, or of all, and restarts them.")
                .examples("lab config --node n1 host-identity=mark")
                .takes(lab.all())
                .takes(patience.all())
                .takes(node)
                .takes(wait.all())
                .takes(values)
                .line();
    }

    @Override
    public Integer call() throws IOException {
        Config request =
                new Config(node.getValue(), values.getValue(), wait.isSet(), patience.millis());
        try (LabConnection connection = LabConnection.to(lab.places(surroundings))) {
            Waiting waiting = new Waiting(surroundings.err(), "restarting agents");
            return OutcomeText.print(
                    connection.ask("config", request, Outcome.class, waiting), surroundings);
        }
    }
}
