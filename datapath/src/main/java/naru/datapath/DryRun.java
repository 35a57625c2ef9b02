package naru.datapath;

import java.util.Optional;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.DryRunWord;
import naru.datapath.abi.FlowState;
import naru.linux.bpf.SkbContext;

/**
 * What a hook's program would do with a packet.
 *
 * @param reason why it would drop it; empty: it would go on
 * @param nextIfindex the device it would go to at once, a local pod's or an uplink; 0: the stack
 * @param egressRule deciding rule of the sender's policy; 0: none, or not asked
 * @param ingressRule deciding rule of the receiver's policy; 0: none, or not asked
 */
public record DryRun(
        Optional<DropReason> reason,
        int nextIfindex,
        int egressRule,
        int ingressRule,
        FlowState state) {

    static DryRun of(SkbContext answer) {
        return new DryRun(
                DropReason.of(word(answer, DryRunWord.REASON)),
                word(answer, DryRunWord.NEXT_IFINDEX),
                word(answer, DryRunWord.EGRESS_RULE),
                word(answer, DryRunWord.INGRESS_RULE),
                FlowState.of(word(answer, DryRunWord.FLOW_STATE)).orElseThrow());
    }

    private static int word(SkbContext answer, DryRunWord word) {
        return answer.cb().get(word.number());
    }

    public boolean forwarded() {
        return reason.isEmpty();
    }
}
