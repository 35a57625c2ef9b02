package naru.cli.command;

import java.util.List;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.cli.text.IdentityName;
import naru.cli.text.Table.Cell;
import naru.cli.text.Table.Column;
import naru.cli.text.Tone;
import naru.wire.AgentReplies.PolicyRow;
import naru.wire.AgentRequests;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code naru bpf policy get}. */
public final class PolicyGet extends ListCommand<PolicyRow> {

    private final PositionalParamSpec endpoint =
            PositionalParamSpec.builder()
                    .index("0")
                    .arity("1")
                    .required(true)
                    .type(String.class)
                    .paramLabel("ENDPOINT")
                    .description("Its number, its address, or NAMESPACE/POD.")
                    .build();

    private final OptionSpec numeric =
            OptionSpec.builder("-n", "--numeric")
                    .type(boolean.class)
                    .initialValue(false)
                    .description("Show identities as numbers instead of labels.")
                    .build();

    public PolicyGet(Surroundings surroundings) {
        super(surroundings, "policy-get", PolicyRow.class);
    }

    @Override
    Described described() {
        return Described.command("get", this)
                .about("The entries of the kernel's policy map for one endpoint.")
                .examples("bpf policy get argocd/argocd-redis", "bpf policy get -n 211 --node n1")
                .takes(endpoint, numeric);
    }

    @Override
    AgentRequests.PolicyGet arguments() {
        return new AgentRequests.PolicyGet(endpoint.getValue());
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
                numeric.getValue()
                        ? Long.toString(row.identity())
                        : IdentityName.ofPeer(row.identity(), row.labels());
        return row.blocks().isEmpty()
                ? identity
                : identity + " in " + String.join(" ", row.blocks());
    }
}
