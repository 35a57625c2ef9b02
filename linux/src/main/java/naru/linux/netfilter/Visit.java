package naru.linux.netfilter;

/**
 * A rule that a packet was held against.
 *
 * @param matched whether it applies to the packet, its way there included
 */
public record Visit(Backend backend, String table, String chain, Rule rule, Certainty matched) {

    /** E.g. {@code rule 1 of filter/OUTPUT (nft)}. */
    public String describe() {
        return rule.index() == 0
                ? "policy of " + table + "/" + chain + " (" + backend.word() + ")"
                : "rule "
                        + rule.index()
                        + " of "
                        + table
                        + "/"
                        + chain
                        + " ("
                        + backend.word()
                        + ")";
    }
}
