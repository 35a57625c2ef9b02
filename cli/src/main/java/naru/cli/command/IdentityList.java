package naru.cli.command;

import java.util.List;
import naru.cli.Surroundings;
import naru.cli.text.IdentityName;
import naru.cli.text.Table.Cell;
import naru.cli.text.Table.Column;
import naru.wire.AgentReplies.IdentityRow;
import picocli.CommandLine.Command;

/** {@code naru identity list}. */
@Command(
        name = "list",
        description = "The numbers that stand for sets of labels, and how many pods have them.",
        footer = {"", "Example:", "  naru identity list"})
public final class IdentityList extends ListCommand<IdentityRow> {

    public IdentityList(Surroundings surroundings) {
        super(surroundings, "identity-list", IdentityRow.class);
    }

    @Override
    List<Column> columns() {
        return List.of(Column.of("IDENTITY"), Column.of("PODS"), Column.breaking("LABELS"));
    }

    @Override
    List<Cell> cells(IdentityRow row) {
        return List.of(
                Cell.of(row.identity()),
                Cell.of(row.pods()),
                Cell.of(IdentityName.ofPeer(row.identity(), row.labels())));
    }
}
