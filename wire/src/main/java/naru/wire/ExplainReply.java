package naru.wire;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * {@code explain}: the way of a packet hop by hop, and if it does not arrive, why. Every agent
 * knows the whole cluster's objects, but sees only its own kernel: hops at other nodes are
 * foretold, and {@link #askNodes} names whom to ask for them. {@link ExplainMerge} joins the
 * answers.
 *
 * @param node whose agent answers
 * @param question as understood, e.g. {@code kubelet of n1 -> argocd/repo-server:8084/tcp}
 * @param outcome allowed, denied, usage or cannot-tell
 * @param headline the answer in one sentence
 * @param hops in the order of the packet
 * @param causes nearest to the symptom first; each is the reason of the one before it. Empty if the
 *     packet arrives and nothing is wrong
 * @param fixes the smallest first
 * @param findings chains like {@code causes} of what is wrong on the way without being the reason,
 *     e.g. a kernel that disagrees with the policies
 * @param unseen what this agent could not see, and how to see it
 * @param askNodes nodes whose own agents see hops that are only foretold here
 */
public record ExplainReply(
        String node,
        String question,
        End source,
        End destination,
        String protocol,
        int port,
        String outcome,
        String headline,
        List<Hop> hops,
        List<Cause> causes,
        List<Fix> fixes,
        List<List<Cause>> findings,
        List<Unseen> unseen,
        List<String> askNodes) {

    public ExplainReply {
        requireNonNull(source);
        requireNonNull(destination);
    }

    public static final String ALLOWED = "allowed";
    public static final String DENIED = "denied";
    public static final String USAGE = "usage";
    public static final String CANNOT_TELL = "cannot-tell";

    public static final String SEEN = "seen";
    public static final String INFERRED = "inferred";
    public static final String UNKNOWN = "unknown";

    /** Exit status of a command that gives this answer. */
    public int exitStatus() {
        return switch (outcome) {
            case ALLOWED -> 0;
            case DENIED -> 1;
            case USAGE -> 2;
            default -> 3;
        };
    }

    /**
     * One end of the connection.
     *
     * @param kind pod, host (a node's own stack) or address
     * @param name {@code argocd/redis-0}, {@code node/n1}; empty for an address that nobody holds
     * @param node where it is; empty outside the cluster
     * @param identity as the cluster's objects say, unsigned
     * @param identityName {@code host}, {@code world}, or the labels
     */
    public record End(
            String asked,
            String kind,
            String name,
            String node,
            String address,
            long identity,
            String identityName) {}

    /**
     * A place that the packet passes.
     *
     * @param key tells the same hop in two agents' answers
     * @param place e.g. {@code pod_ingress at naru1a2b3c4d (ifindex 12), egress of the host-side
     *     veth}
     * @param verdict pass, drop, unknown, or not-reached after a drop
     * @param confidence seen, inferred or unknown
     */
    public record Hop(
            String key,
            String node,
            String place,
            String verdict,
            String confidence,
            List<Step> steps) {}

    /**
     * What happens to the packet there.
     *
     * @param name e.g. {@code identity}, {@code egress policy}, {@code route}
     * @param verdict pass, drop, unknown or info
     * @param finding one sentence
     * @param decidedBy the policies and rules that decide, e.g. {@code argocd/redis ingress[0]}
     * @param isolatedBy for a default-deny: the policies that isolate the pod
     * @param closest for a default-deny: the rule that differs least, and in what; else empty
     */
    public record Step(
            String name,
            String verdict,
            String finding,
            List<String> decidedBy,
            List<String> isolatedBy,
            String closest,
            List<Evidence> evidence) {}

    /**
     * A quotation.
     *
     * @param source where it was read, e.g. {@code iptables-nft-save -c -t filter}
     * @param text lines as found there
     */
    public record Evidence(String source, List<String> text) {}

    /**
     * A link of the chain of causes.
     *
     * @param kind stable name for programs, e.g. {@code mark-rule-absent}
     * @param what one sentence
     * @param where the file and line, chain and rule, or map that it lies in; may be empty
     * @param confidence seen, inferred or unknown
     */
    public record Cause(
            String kind, String what, String where, String confidence, List<Evidence> evidence) {}

    /**
     * A change that would let the packet through.
     *
     * @param what one sentence
     * @param change the setting, command or manifest, line by line
     * @param opens what else it would let through
     */
    public record Fix(String what, List<String> change, List<String> opens) {}

    /** What could not be seen, and how to see it. */
    public record Unseen(String what, String how) {}
}
