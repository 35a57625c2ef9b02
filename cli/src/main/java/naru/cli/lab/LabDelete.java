package naru.cli.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabRequests.Delete;
import picocli.CommandLine;

/** {@code naru lab delete}. */
final class LabDelete implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();
    private final PatienceOption patience = new PatienceOption();

    private final ManifestsOption manifests =
            ManifestsOption.required(
                    "Manifests of what is to go: files, folders, or - for standard input.");

    LabDelete(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("delete", this)
                .about(
                        "Deletes objects by kind, namespace and name, and returns when they are gone.")
                .examples("lab delete -f web.yaml")
                .takes(lab.all())
                .takes(patience.all())
                .takes(manifests.all())
                .line();
    }

    @Override
    public Integer call() throws IOException {
        LabPlaces places = lab.places(surroundings);
        long millis = patience.millis();
        ManifestFiles files = manifests.files();
        try (LabConnection connection = LabConnection.to(places)) {
            Delete request = new Delete(files.handOver(places), millis);
            Waiting waiting = new Waiting(surroundings.err(), "deleting");
            return OutcomeText.print(
                    connection.ask("delete", request, Outcome.class, waiting), surroundings);
        }
    }
}
