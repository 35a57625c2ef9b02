package naru.cli.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.wire.LabReplies.Outcome;
import picocli.CommandLine;

/** {@code naru lab repair}. */
final class LabRepair implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();
    private final IncidentParameter incident = new IncidentParameter();

    LabRepair(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("repair", this)
                .about("Mends what an incident broke, and says what it changed.")
                .examples("lab repair host-mark")
                .takes(lab.all())
                .takes(incident.all())
                .line();
    }

    @Override
    public Integer call() throws IOException {
        try (LabConnection connection = LabConnection.to(lab.places(surroundings))) {
            Waiting waiting = new Waiting(surroundings.err(), "mending");
            return OutcomeText.print(
                    connection.ask("repair", incident.incident(), Outcome.class, waiting),
                    surroundings);
        }
    }
}
