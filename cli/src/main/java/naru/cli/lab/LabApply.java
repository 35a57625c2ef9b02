package naru.cli.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabRequests.Apply;
import picocli.CommandLine;

/** {@code naru lab apply}. */
final class LabApply implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();
    private final PatienceOption patience = new PatienceOption();

    private final ManifestsOption manifests =
            ManifestsOption.required("Manifests: files, folders, or - for standard input.");
    private final WaitOption wait = new WaitOption();

    LabApply(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("apply", this)
                .about("Creates or replaces objects, in the order of the files.")
                .examples("lab apply -f web.yaml --wait --timeout 10s")
                .takes(lab.all())
                .takes(patience.all())
                .takes(manifests.all())
                .takes(wait.all())
                .line();
    }

    @Override
    public Integer call() throws IOException {
        LabPlaces places = lab.places(surroundings);
        long millis = patience.millis();
        ManifestFiles files = manifests.files();
        try (LabConnection connection = LabConnection.to(places)) {
            Apply request = new Apply(files.handOver(places), wait.isSet(), millis);
            Waiting waiting = new Waiting(surroundings.err(), "applying");
            return OutcomeText.print(
                    connection.ask("apply", request, Outcome.class, waiting), surroundings);
        }
    }
}
