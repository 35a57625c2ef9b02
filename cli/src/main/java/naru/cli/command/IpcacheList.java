package naru.cli.command;

import java.util.List;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.cli.text.IdentityName;
import naru.cli.text.Table.Cell;
import naru.cli.text.Table.Column;
import naru.wire.AgentReplies.IpcacheRow;

/** {@code naru bpf ipcache list}. */
public final class IpcacheList extends ListCommand<IpcacheRow> {

    public IpcacheList(Surroundings surroundings) {
        super(surroundings, "ipcache-list", IpcacheRow.class);
    }

    @Override
    Described described() {
        return Described.command("list", this)
                .about("The kernel's table from address to identity.")
                .examples("bpf ipcache list --node n1 -o json");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.of("PREFIX"),
                Column.of("IDENTITY"),
                Column.breaking("LABELS"),
                Column.breaking("SOURCE"),
                Column.of("TUNNEL"));
    }

    @Override
    List<Cell> cells(IpcacheRow row) {
        return List.of(
                Cell.of(row.prefix()),
                Cell.of(row.identity()),
                Cell.of(IdentityName.ofPeer(row.identity(), row.labels())),
                Cell.of(row.source()),
                Cell.of(row.tunnelEndpoint().isEmpty() ? "-" : row.tunnelEndpoint()));
    }
}
