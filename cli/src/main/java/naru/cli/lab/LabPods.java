package naru.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import naru.cli.command.OutputOption;
import naru.wire.Json;
import naru.wire.LabReplies.PodRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code naru lab pods}. */
@Command(
        name = "pods",
        description = "The pods of a lab: where they are, and how.",
        footer = {"", "Example:", "  naru lab pods -o json"})
final class LabPods implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin private LabOption lab = new LabOption();
    @Mixin private OutputOption output = new OutputOption();
    @Mixin final HelpOption help = new HelpOption();

    LabPods(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (LabConnection connection = LabConnection.to(lab.places(surroundings))) {
            JsonNode pods = connection.ask("pods", null);
            surroundings.print(
                    output.isJson()
                            ? List.of(Json.pretty(pods))
                            : LabTables.pods(
                                    Json.read(pods, PodRow[].class), surroundings.paint()));
            return 0;
        }
    }
}
