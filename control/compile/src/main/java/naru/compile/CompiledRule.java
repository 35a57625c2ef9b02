package naru.compile;

import java.util.List;
import naru.model.NetworkPolicy;

/** A rule of a policy, as compiled for one policy set. */
public interface CompiledRule {

    Origin.PolicyRule origin();

    /** The rule as the manifest says it. */
    NetworkPolicy.Rule rule();

    /** True if one of its peers is that identity, or a block of that set. */
    boolean admitsPeer(int identity, int blockSet);

    /** The ports that it opens towards a peer (egress) or of the set's own pods (ingress). */
    List<PortSpan> ports(int peerIdentity);
}
