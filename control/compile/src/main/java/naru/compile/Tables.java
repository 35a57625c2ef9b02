package naru.compile;

import java.util.List;
import java.util.Optional;
import naru.model.Ipv4Address;
import naru.model.NetworkPolicy.Direction;

/** What the datapath looks things up in, and what these numbers mean. */
public interface Tables {

    /** The policy entry under exactly this key. */
    Optional<PolicyEntry> entry(PolicyKey key);

    /** What holds the address; empty: the world. */
    Optional<Found<Delta.IpcacheEntry>> ipcache(Ipv4Address address);

    /** The number of the set of blocks that cover the address; empty or 0: none. */
    Optional<Found<Integer>> block(Ipv4Address address);

    /** The endpoint of this node with that address. */
    Optional<LocalEndpoint> endpoint(Ipv4Address address);

    /** What made the entries with this rule number; empty if it is not known (any more). */
    List<Origin> origins(int rule);

    /**
     * The rules that isolating policies of a set have for a direction, in order of policy and
     * index.
     */
    List<CompiledRule> rules(int policySet, Direction direction);
}
