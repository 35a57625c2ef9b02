package naru.compile;

import java.util.List;
import java.util.Optional;
import naru.compile.PolicyEntry.Verdict;

/**
 * What one endpoint's policy says to one packet.
 *
 * @param deciding missing if nothing matched, which denies
 * @param origins what made the deciding entry
 * @param candidates all that matched, in the order of the datapath's look-ups
 */
public record Decision(
        Verdict verdict,
        Optional<Candidate> deciding,
        List<Origin> origins,
        MatchType match,
        List<Candidate> candidates) {

    /** An entry that a look-up found. */
    public record Candidate(PolicyKey key, PolicyEntry entry) {}

    public boolean allowed() {
        return verdict == Verdict.ALLOW;
    }

    public Optional<PolicyKey> key() {
        return deciding.map(Candidate::key);
    }

    public Optional<PolicyEntry> entry() {
        return deciding.map(Candidate::entry);
    }
}
