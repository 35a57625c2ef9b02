package naru.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.OutputOption;
import naru.cli.line.Described;
import naru.wire.Json;
import naru.wire.LabReplies.NodeRow;
import picocli.CommandLine;

/** {@code naru lab nodes}. */
final class LabNodes implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();
    private final OutputOption output = new OutputOption();

    LabNodes(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("nodes", this)
                .about("The nodes of a lab, and the hosts outside its cluster.")
                .examples("lab nodes -o json")
                .takes(lab.all())
                .takes(output.all())
                .line();
    }

    @Override
    public Integer call() throws IOException {
        try (LabConnection connection = LabConnection.to(lab.places(surroundings))) {
            JsonNode nodes = connection.ask("nodes", null);
            surroundings.print(
                    output.isJson()
                            ? List.of(Json.pretty(nodes))
                            : LabTables.nodes(
                                    Json.read(nodes, NodeRow[].class), surroundings.paint()));
            return 0;
        }
    }
}
