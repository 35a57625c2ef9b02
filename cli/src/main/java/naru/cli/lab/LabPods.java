package naru.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.OutputOption;
import naru.cli.line.Described;
import naru.wire.Json;
import naru.wire.LabReplies.PodRow;
import picocli.CommandLine;

/** {@code naru lab pods}. */
final class LabPods implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();
    private final OutputOption output = new OutputOption();

    LabPods(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("pods", this)
                .about("The pods of a lab: where they are, and how.")
                .examples("lab pods -o json")
                .takes(lab.all())
                .takes(output.all())
                .line();
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
