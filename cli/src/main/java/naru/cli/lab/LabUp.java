package naru.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabRequests.Input;
import naru.wire.LabRequests.Up;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code naru lab up}. */
@Command(
        name = "up",
        description = "Brings up nodes, their agents, and everything in the manifests.",
        footer = {"", "Example:", "  naru lab up --nodes 3 -f manifests/"})
final class LabUp implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin private LabOption lab = new LabOption();
    @Mixin final HelpOption help = new HelpOption();

    @Option(
            names = {"-f", "--filename"},
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Manifests: files, folders, or - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Nodes n1 … nN; without it those of the manifests, or two.")
    private int nodes;

    @Option(
            names = "--config",
            paramLabel = "lab.yaml",
            description = "Subnets, router, hosts outside the cluster, settings of agents.")
    private @Nullable Path config;

    LabUp(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        LabPlaces places = lab.places(surroundings);
        ManifestFiles manifests = new ManifestFiles(files);
        ManifestFiles settings =
                new ManifestFiles(config == null ? List.of() : List.of(config.toString()));
        LabStart start = new LabStart(places, surroundings);
        Outcome outcome =
                start.bringUp(
                        () -> {
                            List<Input> given = settings.handOver(places);
                            return new Up(
                                    manifests.handOver(places),
                                    given.isEmpty() ? null : given.getFirst(),
                                    nodes);
                        });
        int exitCode = OutcomeText.printProblems(outcome, surroundings);
        if (outcome.refused().isEmpty()) {
            start.printWhatIsWhere();
        }
        return exitCode;
    }
}
