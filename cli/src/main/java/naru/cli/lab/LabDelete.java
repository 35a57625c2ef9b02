package naru.cli.lab;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabRequests.Delete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code naru lab delete}. */
@Command(
        name = "delete",
        description =
                "Deletes objects by kind, namespace and name, and returns when they are gone.",
        footer = {"", "Example:", "  naru lab delete -f web.yaml"})
final class LabDelete implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin private LabOption lab = new LabOption();
    @Mixin private PatienceOption patience = new PatienceOption();
    @Mixin final HelpOption help = new HelpOption();

    @Option(
            names = {"-f", "--filename"},
            required = true,
            arity = "1..*",
            paramLabel = "FILE|DIR|-",
            description = "Manifests of what is to go: files, folders, or - for standard input.")
    private List<String> files = List.of();

    LabDelete(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        LabPlaces places = lab.places(surroundings);
        long millis = patience.millis();
        ManifestFiles manifests = new ManifestFiles(files);
        try (LabConnection connection = LabConnection.to(places)) {
            Delete request = new Delete(manifests.handOver(places), millis);
            Waiting waiting = new Waiting(surroundings.err(), "deleting");
            return OutcomeText.print(
                    connection.ask("delete", request, Outcome.class, waiting), surroundings);
        }
    }
}
