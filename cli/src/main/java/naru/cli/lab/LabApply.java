package naru.cli.lab;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabRequests.Apply;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code naru lab apply}. */
final class LabApply implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();
    private final PatienceOption patience = new PatienceOption();

    private final OptionSpec files =
            OptionSpec.builder("-f", "--filename")
                    .arity("1..*")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .initialValue(List.of())
                    .paramLabel("FILE|DIR|-")
                    .required(true)
                    .description("Manifests: files, folders, or - for standard input.")
                    .build();

    private final OptionSpec wait =
            OptionSpec.builder("--wait")
                    .type(boolean.class)
                    .initialValue(false)
                    .description("Return when all that is stored is in force on every node.")
                    .build();

    LabApply(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("apply", this)
                .about("Creates or replaces objects, in the order of the files.")
                .examples("lab apply -f web.yaml --wait --timeout 10s")
                .takes(lab.all())
                .takes(patience.all())
                .takes(files, wait)
                .line();
    }

    @Override
    public Integer call() throws IOException {
        LabPlaces places = lab.places(surroundings);
        long millis = patience.millis();
        ManifestFiles manifests = new ManifestFiles(files.getValue());
        try (LabConnection connection = LabConnection.to(places)) {
            Apply request = new Apply(manifests.handOver(places), wait.getValue(), millis);
            Waiting waiting = new Waiting(surroundings.err(), "applying");
            return OutcomeText.print(
                    connection.ask("apply", request, Outcome.class, waiting), surroundings);
        }
    }
}
