package naru.cli.lab;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabRequests.Apply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code naru lab apply}. */
@Command(
        name = "apply",
        description = "Creates or replaces objects, in the order of the files.",
        footer = {"", "Example:", "  naru lab apply -f web.yaml --wait --timeout 10s"})
final class LabApply implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin private LabOption lab = new LabOption();
    @Mixin private PatienceOption patience = new PatienceOption();
    @Mixin final HelpOption help = new HelpOption();

    @Option(
            names = {"-f", "--filename"},
            required = true,
            arity = "1..*",
            paramLabel = "FILE|DIR|-",
            description = "Manifests: files, folders, or - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--wait",
            description = "Return when all that is stored is in force on every node.")
    private boolean wait;

    LabApply(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        LabPlaces places = lab.places(surroundings);
        long millis = patience.millis();
        ManifestFiles manifests = new ManifestFiles(files);
        try (LabConnection connection = LabConnection.to(places)) {
            Apply request = new Apply(manifests.handOver(places), wait, millis);
            Waiting waiting = new Waiting(surroundings.err(), "applying");
            return OutcomeText.print(
                    connection.ask("apply", request, Outcome.class, waiting), surroundings);
        }
    }
}
