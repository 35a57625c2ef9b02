package naru.compile;

import java.util.List;
import naru.model.NetworkPolicy.Direction;

/** Where one grant of one policy set puts its entries. */
record EntryWriter(PolicyTable table, int policySet, Direction direction, Grant grant) {

    void add(int identity, int blockSet, List<PortSpan> ports) {
        ports.forEach(span -> table.add(key(identity, blockSet, span), grant));
    }

    void remove(int identity, int blockSet, List<PortSpan> ports) {
        ports.forEach(span -> table.remove(key(identity, blockSet, span), grant));
    }

    private PolicyKey key(int identity, int blockSet, PortSpan span) {
        return PolicyKey.of(policySet, direction, identity, blockSet, span);
    }
}
