package naru.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import naru.wire.ExplainReply.Hop;

/** Joins what several agents say about one question: each hop by whoever saw it. */
public final class ExplainMerge {

    private static final ExplainReply.Step NOT_REACHED =
            new ExplainReply.Step(
                    "way",
                    "not-reached",
                    "the packet does not come so far",
                    List.of(),
                    List.of(),
                    "",
                    List.of());

    private ExplainMerge() {}

    /**
     * The joint answer. Hops that one agent saw replace those that another foretold; the causes are
     * those of the first hop that drops.
     *
     * @param replies to the same question; the first gives order and wording
     */
    public static ExplainReply merge(List<ExplainReply> replies) {
        ExplainReply first = replies.getFirst();
        if (replies.size() == 1 || first.outcome().equals(ExplainReply.USAGE)) {
            return first;
        }
        List<Hop> hops = hops(replies);
        ExplainReply deciding = deciding(replies, hops);
        Set<String> asked = new LinkedHashSet<>();
        replies.forEach(reply -> asked.add(reply.node()));
        Set<String> missing = new LinkedHashSet<>();
        replies.forEach(reply -> missing.addAll(reply.askNodes()));
        missing.removeAll(asked);
        Set<List<ExplainReply.Cause>> findings = new LinkedHashSet<>();
        replies.forEach(reply -> findings.addAll(reply.findings()));
        Set<ExplainReply.Unseen> unseen = new LinkedHashSet<>();
        replies.forEach(reply -> unseen.addAll(reply.unseen()));
        unseen.removeIf(
                gap ->
                        asked.stream()
                                .anyMatch(node -> gap.what().startsWith("node " + node + ":")));
        return new ExplainReply(
                String.join(", ", asked),
                first.question(),
                first.source(),
                first.destination(),
                first.protocol(),
                first.port(),
                deciding.outcome(),
                deciding.headline(),
                hops,
                deciding.causes(),
                deciding.fixes(),
                List.copyOf(findings),
                List.copyOf(unseen),
                List.copyOf(missing));
    }

    private static List<Hop> hops(List<ExplainReply> replies) {
        Map<String, Hop> byKey = new LinkedHashMap<>();
        for (ExplainReply reply : replies) {
            for (Hop hop : reply.hops()) {
                byKey.merge(hop.key(), hop, (old, other) -> rank(other) > rank(old) ? other : old);
            }
        }
        List<Hop> hops = new ArrayList<>();
        boolean dropped = false;
        for (Hop hop : byKey.values()) {
            boolean moot = dropped && !hop.verdict().equals("not-reached");
            hops.add(
                    moot
                            ? new Hop(
                                    hop.key(),
                                    hop.node(),
                                    hop.place(),
                                    "not-reached",
                                    hop.confidence(),
                                    List.of(NOT_REACHED))
                            : hop);
            dropped |= hop.verdict().equals("drop");
        }
        return hops;
    }

    /** Who foretold an earlier drop that did not happen knows nothing of what came after. */
    private static int rank(Hop hop) {
        if (hop.verdict().equals("not-reached")) {
            return -1;
        }
        return switch (hop.confidence()) {
            case ExplainReply.SEEN -> 2;
            case ExplainReply.INFERRED -> 1;
            default -> 0;
        };
    }

    /**
     * The answer of the agent that saw the first drop; without a drop, one that is not sure, else
     * the first.
     */
    private static ExplainReply deciding(List<ExplainReply> replies, List<Hop> hops) {
        for (Hop hop : hops) {
            if (hop.verdict().equals("drop")) {
                for (ExplainReply reply : replies) {
                    if (reply.outcome().equals(ExplainReply.DENIED) && reply.hops().contains(hop)) {
                        return reply;
                    }
                }
            }
        }
        for (ExplainReply reply : replies) {
            if (reply.outcome().equals(ExplainReply.CANNOT_TELL)
                    && hops.stream().anyMatch(hop -> hop.verdict().equals("unknown"))) {
                return reply;
            }
        }
        return replies.stream()
                .filter(reply -> reply.outcome().equals(ExplainReply.ALLOWED))
                .findFirst()
                .orElse(replies.getFirst());
    }
}
