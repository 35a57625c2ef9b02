package naru.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import naru.cli.command.OutputOption;
import naru.cli.text.Table;
import naru.cli.text.Table.Cell;
import naru.cli.text.Table.Column;
import naru.wire.Json;
import naru.wire.LabRequests.Get;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru lab get}. */
@Command(
        name = "get",
        description = "Shows the objects of a kind; with -o json their manifests.",
        footer = {"", "Example:", "  naru lab get networkpolicies -n argocd -o json"})
final class LabGet implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin private LabOption lab = new LabOption();
    @Mixin private OutputOption output = new OutputOption();
    @Mixin final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "KIND", description = "pods, nodes, namespaces or networkpolicies.")
    private String kind = "";

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Only those of this namespace.")
    private String namespace = "";

    LabGet(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (LabConnection connection = LabConnection.to(lab.places(surroundings))) {
            JsonNode objects = connection.ask("get", new Get(kind, namespace));
            surroundings.print(output.isJson() ? List.of(Json.pretty(objects)) : table(objects));
            return 0;
        }
    }

    private List<String> table(JsonNode objects) {
        Table table =
                new Table(
                        List.of(
                                Column.of("NAMESPACE"),
                                Column.breaking("NAME"),
                                Column.breaking("LABELS")));
        for (JsonNode object : objects) {
            JsonNode metadata = object.path("metadata");
            List<String> labels =
                    metadata.path("labels").properties().stream()
                            .map(label -> label.getKey() + "=" + label.getValue().asText())
                            .toList();
            table.add(
                    List.of(
                            Cell.of(metadata.path("namespace").asText("-")),
                            Cell.of(metadata.path("name").asText()),
                            Cell.of(labels.isEmpty() ? "-" : String.join(" ", labels))));
        }
        return table.lines(surroundings.paint());
    }
}
