package naru.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabRequests.Up;
import picocli.CommandLine;

/** {@code naru lab incident}. */
final class LabIncident implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();
    private final IncidentParameter incident = new IncidentParameter();

    LabIncident(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("incident", this)
                .about("Breaks a lab as in a true story, and says what it changed.")
                .examples("lab incident host-mark")
                .takes(lab.all())
                .takes(incident.all())
                .line();
    }

    @Override
    public Integer call() throws IOException {
        LabPlaces places = lab.places(surroundings);
        if (!IncidentParameter.KNOWN.contains(incident.name())) {
            throw new CommandFailure(
                    CommandFailure.USAGE,
                    "incident " + incident.name() + " is not in this version",
                    "there is " + String.join(", ", IncidentParameter.KNOWN));
        }
        if (!Files.exists(places.folder())) {
            bringUp(places);
        }
        try (LabConnection connection = LabConnection.to(places)) {
            Waiting waiting = new Waiting(surroundings.err(), "breaking");
            return OutcomeText.print(
                    connection.ask("incident", incident.incident(), Outcome.class, waiting),
                    surroundings);
        }
    }

    /** The story's own lab, which stays up. */
    private void bringUp(LabPlaces places) throws IOException {
        LabStart start = new LabStart(places, surroundings);
        ManifestFiles story = new ManifestFiles(List.of(start.tree().example("argocd").toString()));
        surroundings.err().println("naru: bringing up lab " + places.name() + " for the story");
        surroundings.err().flush();
        Outcome outcome = start.bringUp(() -> new Up(story.handOver(places), null, 0));
        if (OutcomeText.printProblems(outcome, surroundings) != 0) {
            throw new CommandFailure(
                    CommandFailure.FAILED, "the lab for the story did not come up", "");
        }
        start.printWhatIsWhere();
    }
}
