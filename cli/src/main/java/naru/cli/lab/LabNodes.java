package naru.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import naru.cli.command.OutputOption;
import naru.wire.Json;
import naru.wire.LabReplies.NodeRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code naru lab nodes}. */
@Command(
        name = "nodes",
        description = "The nodes of a lab, and the hosts outside its cluster.",
        footer = {"", "Example:", "  naru lab nodes -o json"})
final class LabNodes implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin private LabOption lab = new LabOption();
    @Mixin private OutputOption output = new OutputOption();
    @Mixin final HelpOption help = new HelpOption();

    LabNodes(Surroundings surroundings) {
        this.surroundings = surroundings;
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
