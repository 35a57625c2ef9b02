package naru.apply.map;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import naru.compile.PolicyEntry;
import naru.compile.PolicyEntry.Verdict;
import naru.compile.PolicyKey;
import naru.model.Ipv4Prefix;
import org.jspecify.annotations.Nullable;

/** The block sets that the kernel's maps name: of which prefixes, and in which policy entries. */
final class BlocksInForce {

    private final Map<Ipv4Prefix, Integer> numbers = new HashMap<>();
    private final Holders holders = new Holders();
    private final Map<Integer, Set<PolicyKey>> entries = new HashMap<>();
    private final Set<PolicyKey> denying = new HashSet<>();

    void clear() {
        numbers.clear();
        holders.clear();
        entries.clear();
        denying.clear();
    }

    void changed(Ipv4Prefix prefix, @Nullable Integer before, @Nullable Integer now) {
        if (before != null) {
            holders.remove(before);
            numbers.remove(prefix);
        }
        if (now != null) {
            holders.add(now);
            numbers.put(prefix, now);
        }
    }

    void entryPut(PolicyKey key, PolicyEntry entry) {
        if (key.blockSet() != 0) {
            entries.computeIfAbsent(key.blockSet(), _ -> new HashSet<>()).add(key);
            denying.remove(key);
            if (entry.verdict() != Verdict.ALLOW) {
                denying.add(key);
            }
        }
    }

    void entryRemoved(PolicyKey key) {
        denying.remove(key);
        entries.computeIfPresent(
                key.blockSet(), (_, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
    }

    /** True if no prefix is of this block set; 0 is anybody's. */
    boolean isNobodys(int blockSet) {
        return holders.isNobodysBlockSet(blockSet);
    }

    /** The number that addresses of a prefix have, but for longer prefixes; 0: none. */
    int number(Ipv4Prefix prefix) {
        for (int length = prefix.length(); length >= 0; length--) {
            Integer number = numbers.get(new Ipv4Prefix(prefix.bits(), length));
            if (number != null) {
                return number;
            }
        }
        return 0;
    }

    /**
     * The policy sets that may have allowed something because an address was of this block set, or
     * would deny something because it is of another.
     */
    Set<Integer> policySets(int blockSet) {
        Set<Integer> sets = new HashSet<>();
        entries.getOrDefault(blockSet, Set.of()).forEach(key -> sets.add(key.policySet()));
        denying.forEach(key -> sets.add(key.policySet()));
        return sets;
    }
}
