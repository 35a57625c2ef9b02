package naru.datapath;

import java.util.Optional;
import java.util.Set;
import naru.datapath.abi.FlowFlags;

/**
 * A connection, and what was decided for it.
 *
 * @param expires ns of CLOCK_MONOTONIC
 * @param created ns of CLOCK_MONOTONIC
 * @param forward counted in the direction of the first packet
 * @param reply counted in the other direction
 * @param folded of forward, what the counters of policy entries have already
 * @param egress what let it out; empty: not asked
 * @param ingress what let it in; empty: not asked
 * @param ingressIfindex where its forward packets come from; 0: made by this node
 * @param sourceSlot 0: no pod of this node
 * @param destinationSlot 0: no pod of this node
 */
public record Flow(
        long expires,
        long created,
        Traffic forward,
        Traffic reply,
        Traffic folded,
        Set<FlowFlags> flags,
        int sourceIdentity,
        int destinationIdentity,
        Optional<Admission> egress,
        Optional<Admission> ingress,
        int ingressIfindex,
        int sourceSlot,
        int destinationSlot) {

    /**
     * What one end's policy said yes by.
     *
     * @param rule number of the deciding rule; 0: none had to be asked
     * @param entry whose counters it goes to
     * @param sourceEpoch of the connection's source, under which it was decided
     * @param destinationEpoch of its destination
     */
    public record Admission(
            int rule, Optional<PolicyStatsKey> entry, int sourceEpoch, int destinationEpoch) {}

    public Flow {
        flags = Set.copyOf(flags);
    }

    /** True if the first packet came from the key's low end. */
    public boolean fromLow() {
        return flags.contains(FlowFlags.FROM_LOW);
    }

    /** Rule that let it out; 0: not asked. */
    public int egressRule() {
        return egress.map(Admission::rule).orElse(0);
    }

    /** Rule that let it in; 0: not asked. */
    public int ingressRule() {
        return ingress.map(Admission::rule).orElse(0);
    }

    /** What the counters of its policy entries do not have yet. */
    public Traffic unfolded() {
        return forward.minus(folded);
    }
}
