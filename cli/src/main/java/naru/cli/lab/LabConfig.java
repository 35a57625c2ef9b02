package naru.cli.lab;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabRequests.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru lab config}. */
@Command(
        name = "config",
        description = "Changes the configuration of one agent, or of all, and restarts them.",
        footer = {"", "Example:", "  naru lab config --node n1 host-identity=mark"})
final class LabConfig implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin private LabOption lab = new LabOption();
    @Mixin private PatienceOption patience = new PatienceOption();
    @Mixin final HelpOption help = new HelpOption();

    @Option(names = "--node", paramLabel = "NODE", description = "Only the agent of this node.")
    private String node = "";

    @Option(
            names = "--wait",
            description = "Return when all that is stored is in force on every node.")
    private boolean wait;

    @Parameters(arity = "1..*", paramLabel = "KEY=VALUE", description = "What to set.")
    private Map<String, String> values = Map.of();

    LabConfig(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Config request = new Config(node, values, wait, patience.millis());
        try (LabConnection connection = LabConnection.to(lab.places(surroundings))) {
            Waiting waiting = new Waiting(surroundings.err(), "restarting agents");
            return OutcomeText.print(
                    connection.ask("config", request, Outcome.class, waiting), surroundings);
        }
    }
}
