package naru.cli.command;

import java.util.List;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.cli.text.IdentityName;
import naru.cli.text.Table.Cell;
import naru.cli.text.Table.Column;
import naru.wire.AgentReplies.IdentityRow;

/** {@code naru identity list}. */
public final class IdentityList extends ListCommand<IdentityRow> {

    public IdentityList(Surroundings surroundings) {
        super(surroundings, "identity-list", IdentityRow.class);
    }

    @Override
    Described described() {
        return Described.command("list", this)
                .about("The numbers that stand for sets of labels, and how many pods have them.")
                .examples("identity list");
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
