package naru.bench.proof;

import java.util.List;
import java.util.Locale;
import naru.bench.report.BenchFailure;
import naru.wire.AgentReplies.PolicyRow;

/**
 * The entries of one endpoint in one direction.
 *
 * @param endpoint namespace/pod
 * @param direction Ingress or Egress
 * @param rows of all directions
 */
record PolicyTable(String endpoint, String direction, List<PolicyRow> rows) {

    private static final long HOST = 1;

    PolicyTable {
        rows = rows.stream().filter(row -> row.direction().equals(direction)).toList();
    }

    /** Without the one that every endpoint has: its own node gets in. */
    int size() {
        return (int) rows.stream().filter(row -> row.identity() != HOST).count();
    }

    /**
     * The entry that admits an identity wherever it is.
     *
     * @throws BenchFailure if there is none
     */
    PolicyRow bySelector(long identity, String portProto) throws BenchFailure {
        for (PolicyRow row : rows) {
            if (row.identity() == identity && row.blocks().isEmpty() && admits(row, portProto)) {
                return row;
            }
        }
        throw missing("identity " + identity, portProto);
    }

    /**
     * The entry that admits addresses whoever has them.
     *
     * @throws BenchFailure if there is none
     */
    PolicyRow byBlock(String block, String portProto) throws BenchFailure {
        for (PolicyRow row : rows) {
            if (row.identity() == 0
                    && row.blocks().stream().anyMatch(one -> one.startsWith(block))
                    && admits(row, portProto)) {
                return row;
            }
        }
        throw missing("block " + block, portProto);
    }

    private static boolean admits(PolicyRow row, String portProto) {
        return row.policy().equals("Allow") && row.portProto().equals(portProto);
    }

    private BenchFailure missing(String who, String portProto) {
        return new BenchFailure(
                "proof failed: %s has no %s entry of its own for %s at %s, so what would be measured is not under policy"
                        .formatted(endpoint, direction.toLowerCase(Locale.ROOT), who, portProto));
    }
}
