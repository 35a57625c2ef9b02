package naru.cli.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import naru.wire.LabRequests.Agent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru lab agent}. */
@Command(
        name = "agent",
        description = "Kills (signal 9), starts or restarts the agent of a node.",
        footer = {"", "Example:", "  naru lab agent kill --node n1"})
final class LabAgent implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin private LabOption lab = new LabOption();
    @Mixin final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "kill|start|restart", description = "What to do.")
    private String action = "";

    @Option(
            names = "--node",
            required = true,
            paramLabel = "NODE",
            description = "Whose agent is meant.")
    private String node = "";

    LabAgent(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (LabConnection connection = LabConnection.to(lab.places(surroundings))) {
            connection.ask("agent", new Agent(action, node));
            return 0;
        }
    }
}
