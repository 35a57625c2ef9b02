package naru.cli.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabRequests.Incident;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code naru lab repair}. */
@Command(
        name = "repair",
        description = "Mends what an incident broke, and says what it changed.",
        footer = {"", "Example:", "  naru lab repair host-mark"})
final class LabRepair implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin private LabOption lab = new LabOption();
    @Mixin final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "NAME", description = "host-mark.")
    private String incident = "";

    LabRepair(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (LabConnection connection = LabConnection.to(lab.places(surroundings))) {
            Waiting waiting = new Waiting(surroundings.err(), "mending");
            return OutcomeText.print(
                    connection.ask("repair", new Incident(incident), Outcome.class, waiting),
                    surroundings);
        }
    }
}
