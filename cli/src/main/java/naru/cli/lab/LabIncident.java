package naru.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabRequests.Incident;
import naru.wire.LabRequests.Up;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code naru lab incident}. */
@Command(
        name = "incident",
        description = "Breaks a lab as in a true story, and says what it changed.",
        footer = {"", "Example:", "  naru lab incident host-mark"})
final class LabIncident implements Callable<Integer> {

    /** Each is of one true story. */
    private static final List<String> KNOWN = List.of("host-mark");

    private final Surroundings surroundings;
    @Mixin private LabOption lab = new LabOption();
    @Mixin final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "NAME", description = "host-mark.")
    private String incident = "";

    LabIncident(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        LabPlaces places = lab.places(surroundings);
        if (!KNOWN.contains(incident)) {
            throw new CommandFailure(
                    CommandFailure.USAGE,
                    "incident " + incident + " is not in this version",
                    "there is " + String.join(", ", KNOWN));
        }
        if (!Files.exists(places.folder())) {
            bringUp(places);
        }
        try (LabConnection connection = LabConnection.to(places)) {
            Waiting waiting = new Waiting(surroundings.err(), "breaking");
            return OutcomeText.print(
                    connection.ask("incident", new Incident(incident), Outcome.class, waiting),
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
