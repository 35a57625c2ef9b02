package naru.linux.netfilter;

import java.util.List;
import java.util.Optional;

/**
 * What netfilter does with a packet of the host's own.
 *
 * @param mark when it leaves netfilter
 * @param visits every rule it is held against, in order
 * @param stops those that end a chain or table for it: ACCEPT, DROP, RETURN, goto
 * @param marks those that write its mark
 * @param doubts those that may end its way or write its mark, which can't be judged
 * @param nativeDoubts chains of nftables that may do so
 * @param dropped what drops it
 */
public record Passage(
        Mark mark,
        List<Visit> visits,
        List<Visit> stops,
        List<Visit> marks,
        List<Visit> doubts,
        List<NativeChain> nativeDoubts,
        Optional<Visit> dropped) {

    /** Does it carry the host's mark in the end? */
    public Certainty carriesHostMark() {
        return mark.is(HostMark.VALUE);
    }

    /** True if nothing on its way had to be guessed. */
    public boolean certain() {
        return doubts.isEmpty() && nativeDoubts.isEmpty();
    }

    /** How the packet met that rule, if it came so far. */
    public Optional<Visit> visit(Backend backend, String table, String chain, Rule rule) {
        return visits.stream()
                .filter(
                        visit ->
                                visit.backend() == backend
                                        && visit.table().equals(table)
                                        && visit.chain().equals(chain)
                                        && visit.rule().index() == rule.index())
                .findFirst();
    }
}
