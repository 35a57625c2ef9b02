package naru.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabRequests.Input;
import naru.wire.LabRequests.Up;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code naru lab up}. */
final class LabUp implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();

    private final ManifestsOption manifests =
            ManifestsOption.optional("Manifests: files, folders, or - for standard input.");

    private final OptionSpec nodes =
            OptionSpec.builder("--nodes")
                    .type(int.class)
                    .initialValue(0)
                    .paramLabel("N")
                    .description("Nodes n1 … nN; without it those of the manifests, or two.")
                    .build();

    private final OptionSpec config =
            OptionSpec.builder("--config")
                    .type(Path.class)
                    .paramLabel("lab.yaml")
                    .description("Subnets, router, hosts outside the cluster, settings of agents.")
                    .build();

    LabUp(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("up", this)
                .about("Brings up nodes, their agents, and everything in the manifests.")
                .examples("lab up --nodes 3 -f manifests/")
                .takes(lab.all())
                .takes(manifests.all())
                .takes(nodes, config)
                .line();
    }

    @Override
    public Integer call() throws IOException {
        LabPlaces places = lab.places(surroundings);
        ManifestFiles files = manifests.files();
        ManifestFiles settings =
                new ManifestFiles(
                        config.getValue() == null
                                ? List.of()
                                : List.of(config.getValue().toString()));
        LabStart start = new LabStart(places, surroundings);
        Outcome outcome =
                start.bringUp(
                        () -> {
                            List<Input> given = settings.handOver(places);
                            return new Up(
                                    files.handOver(places),
                                    given.isEmpty() ? null : given.getFirst(),
                                    nodes.getValue());
                        });
        int exitCode = OutcomeText.printProblems(outcome, surroundings);
        if (outcome.refused().isEmpty()) {
            start.printWhatIsWhere();
        }
        return exitCode;
    }
}
