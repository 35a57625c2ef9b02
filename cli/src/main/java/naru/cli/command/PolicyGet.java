package naru.cli.command;

import java.util.List;
import naru.cli.Surroundings;
import naru.cli.text.IdentityName;
import naru.cli.text.Table.Cell;
import naru.cli.text.Table.Column;
import naru.cli.text.Tone;
import naru.wire.AgentReplies.PolicyRow;
import naru.wire.AgentRequests;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru bpf policy get}. */
@Command(
        name = "get",
        description = "The entries of the kernel's policy map for one endpoint.",
        footer = {
            "",
            "Examples:",
            "  naru bpf policy get argocd/argocd-redis",
            "  naru bpf policy get -n 211 --node n1"
        })
public final class PolicyGet extends ListCommand<PolicyRow> {

    @Parameters(
            index = "0",
            paramLabel = "ENDPOINT",
            description = "Its number, its address, or NAMESPACE/POD.")
    private String endpoint = "";

    @Option(
            names = {"-n", "--numeric"},
            description = "Show identities as numbers instead of labels.")
    private boolean numeric;

    public PolicyGet(Surroundings surroundings) {
        super(surroundings, "policy-get", PolicyRow.class);
    }

    @Override
    AgentRequests.PolicyGet arguments() {
        return new AgentRequests.PolicyGet(endpoint);
    }

    @Override
    boolean oneIsEnough() {
        return true;
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.of("POLICY"),
                Column.of("DIRECTION"),
                Column.breaking("IDENTITY"),
                Column.of("PORT/PROTO"),
                Column.of("PROXY-PORT"),
                Column.of("BYTES"),
                Column.of("PACKETS"),
                Column.breaking("RULES"));
    }

    @Override
    List<Cell> cells(PolicyRow row) {
        return List.of(
                new Cell(row.policy(), row.policy().equals("Allow") ? Tone.GOOD : Tone.BAD),
                Cell.of(row.direction()),
                Cell.of(peer(row)),
                Cell.of(row.portProto()),
                Cell.of(row.proxyPort()),
                Cell.of(row.bytes()),
                Cell.of(row.packets()),
                Cell.of(String.join(", ", row.rules())));
    }

    private String peer(PolicyRow row) {
        String identity =
                numeric
                        ? Long.toString(row.identity())
                        : IdentityName.ofPeer(row.identity(), row.labels());
        return row.blocks().isEmpty()
                ? identity
                : identity + " in " + String.join(" ", row.blocks());
    }
}
