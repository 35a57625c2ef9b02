package naru.cli.command;

import java.util.List;
import java.util.stream.Stream;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.cli.text.IdentityName;
import naru.cli.text.Table.Cell;
import naru.cli.text.Table.Column;
import naru.wire.AgentReplies.FlowRow;

/** {@code naru bpf ct list}. */
public final class FlowList extends ListCommand<FlowRow> {

    public FlowList(Surroundings surroundings) {
        super(surroundings, "ct-list", FlowRow.class);
    }

    @Override
    Described described() {
        return Described.command("list", this)
                .about("The connections that the datapath remembers.")
                .examples("bpf ct list --node n1");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.of("PROTO"),
                Column.of("SOURCE"),
                Column.of("DESTINATION"),
                Column.of("STATE"),
                Column.of("EXPIRES"),
                Column.breaking("IDENTITY"),
                Column.of("PACKETS"),
                Column.of("BYTES"),
                Column.breaking("RULES"));
    }

    @Override
    List<Cell> cells(FlowRow row) {
        return List.of(
                Cell.of(row.protocol()),
                Cell.of(row.source() + ":" + row.sourcePort()),
                Cell.of(row.destination() + ":" + row.destinationPort()),
                Cell.of(row.state()),
                Cell.of(row.expires() + "s"),
                Cell.of(
                        IdentityName.of(row.sourceIdentity())
                                + " -> "
                                + IdentityName.of(row.destinationIdentity())),
                Cell.of(row.forwardPackets() + "/" + row.replyPackets()),
                Cell.of(row.forwardBytes() + "/" + row.replyBytes()),
                Cell.of(
                        String.join(
                                ", ",
                                Stream.concat(
                                                row.egressRules().stream(),
                                                row.ingressRules().stream())
                                        .toList())));
    }
}
