package naru.datapath;

import java.util.Set;
import naru.datapath.abi.FlowFlags;
import naru.linux.netlink.MacAddress;

/**
 * A connection, and what was decided for it.
 *
 * @param expires ns of CLOCK_MONOTONIC
 * @param created ns of CLOCK_MONOTONIC
 * @param forward counted in the direction of the first packet
 * @param reply counted in the other direction
 * @param egressRule rule of the policy entry that let it out; 0: not asked
 * @param ingressRule rule of the policy entry that let it in; 0: not asked
 * @param sourceEpoch epoch of the source's slot that it was decided under
 * @param destinationEpoch of the destination's slot
 * @param remoteEpoch of the bucket of the remote address
 * @param ingressIfindex where its forward packets come from
 * @param nextIfindex 0: the stack
 * @param sourceSlot 0: no pod of this node
 * @param destinationSlot 0: no pod of this node
 */
public record Flow(
        long expires,
        long created,
        Traffic forward,
        Traffic reply,
        Set<FlowFlags> flags,
        int sourceIdentity,
        int destinationIdentity,
        int egressRule,
        int ingressRule,
        int sourceEpoch,
        int destinationEpoch,
        int remoteEpoch,
        int ingressIfindex,
        int nextIfindex,
        int sourceSlot,
        int destinationSlot,
        MacAddress nextMac) {

    public Flow {
        flags = Set.copyOf(flags);
    }

    /** True if the first packet came from the key's low end. */
    public boolean fromLow() {
        return flags.contains(FlowFlags.FROM_LOW);
    }
}
