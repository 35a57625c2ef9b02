package naru.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.OutputOption;
import naru.cli.line.Described;
import naru.cli.text.Table;
import naru.cli.text.Table.Cell;
import naru.cli.text.Table.Column;
import naru.wire.Json;
import naru.wire.LabRequests.Get;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code naru lab get}. */
final class LabGet implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();
    private final OutputOption output = new OutputOption();

    private final PositionalParamSpec kind =
            PositionalParamSpec.builder()
                    .required(true)
                    .type(String.class)
                    .paramLabel("KIND")
                    .description("pods, nodes, namespaces or networkpolicies.")
                    .build();

    private final OptionSpec namespace =
            OptionSpec.builder("-n", "--namespace")
                    .type(String.class)
                    .initialValue("")
                    .paramLabel("NS")
                    .description("Only those of this namespace.")
                    .build();

    LabGet(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("get", this)
                .about("Shows the objects of a kind; with -o json their manifests.")
                .examples("lab get networkpolicies -n argocd -o json")
                .takes(lab.all())
                .takes(output.all())
                .takes(kind, namespace)
                .line();
    }

    @Override
    public Integer call() throws IOException {
        try (LabConnection connection = LabConnection.to(lab.places(surroundings))) {
            JsonNode objects =
                    connection.ask("get", new Get(kind.getValue(), namespace.getValue()));
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
