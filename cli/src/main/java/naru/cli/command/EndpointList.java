package naru.cli.command;

import java.util.List;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.cli.text.Table.Cell;
import naru.cli.text.Table.Column;
import naru.cli.text.Tone;
import naru.wire.AgentReplies.EndpointRow;

/** {@code naru endpoint list}. */
public final class EndpointList extends ListCommand<EndpointRow> {

    public EndpointList(Surroundings surroundings) {
        super(surroundings, "endpoint-list", EndpointRow.class);
    }

    @Override
    Described described() {
        return Described.command("list", this)
                .about("The pods attached to a node, and the policies that isolate them.")
                .examples("endpoint list --node n1");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.of("ENDPOINT"),
                Column.breaking("POD"),
                Column.of("ADDRESS"),
                Column.of("IDENTITY"),
                Column.breaking("INGRESS POLICIES"),
                Column.breaking("EGRESS POLICIES"),
                Column.of("STATE"),
                Column.of("DEVICE"));
    }

    @Override
    List<Cell> cells(EndpointRow row) {
        return List.of(
                Cell.of(row.id()),
                Cell.of(row.pod().isEmpty() ? "-" : row.namespace() + "/" + row.pod()),
                Cell.of(row.address()),
                Cell.of(row.identity()),
                Cell.of(policies(row.ingressPolicies())),
                Cell.of(policies(row.egressPolicies())),
                new Cell(row.state(), row.state().equals("ready") ? Tone.GOOD : Tone.BAD),
                Cell.of(row.device()));
    }

    private static String policies(List<String> names) {
        return names.isEmpty() ? "none" : String.join(" ", names);
    }
}
