package naru.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The policy map. Each key holds what all rules grant it; a key is there while anybody grants it
 * something.
 *
 * <p>The kernel finds the longest prefix of a peer's ports, whatever its precedence. So where a
 * shorter prefix of the same peer weighs more, the longer one says the same.
 */
final class PolicyTable {

    private final NavigableMap<PolicyKey, List<Grant>> grants = new TreeMap<>();
    private final Published<PolicyKey, PolicyEntry> published = new Published<>();
    private final Numbers<List<Origin>> rules;
    private final WorkCounter work;

    PolicyTable(Numbers<List<Origin>> rules, WorkCounter work) {
        this.rules = rules;
        this.work = work;
    }

    /** The same grant may come several times, and goes as often. */
    void add(PolicyKey key, Grant grant) {
        work.entryChanged();
        grants.computeIfAbsent(key, k -> new ArrayList<>(1)).add(grant);
        touch(key, grant);
    }

    void remove(PolicyKey key, Grant grant) {
        work.entryChanged();
        List<Grant> held = grants.get(key);
        if (held == null || !held.remove(grant)) {
            throw new IllegalStateException(
                    grant.origin() + " takes from " + key + " what it never gave");
        }
        if (held.isEmpty()) {
            grants.remove(key);
        }
        touch(key, grant);
    }

    private void touch(PolicyKey key, Grant grant) {
        published.touch(key);
        if (key.portPrefix() == 16) {
            return;
        }
        ofSamePeer(key)
                .forEach(
                        (other, held) -> {
                            if (key.ports().covers(other.ports())
                                    && Grant.WEIGHT.compare(heaviest(held), grant) < 0) {
                                published.touch(other);
                            }
                        });
    }

    private NavigableMap<PolicyKey, List<Grant>> ofSamePeer(PolicyKey key) {
        return grants.subMap(key.withPorts(PortSpan.ANY), true, key.withPorts(PortSpan.LAST), true);
    }

    private static Grant heaviest(List<Grant> held) {
        Grant heaviest = held.getFirst();
        for (Grant grant : held) {
            if (Grant.WEIGHT.compare(grant, heaviest) > 0) {
                heaviest = grant;
            }
        }
        return heaviest;
    }

    void drain(Map<PolicyKey, PolicyEntry> puts, Set<PolicyKey> removals) {
        Map<PolicyKey, PolicyEntry> before = new TreeMap<>();
        published.drain(key -> effective(key, before), puts, removals);
        before.values().forEach(entry -> rules.value(entry.rule()).ifPresent(rules::release));
    }

    /**
     * The entry that a key must have now; it holds its rule number, the one of {@code before} is to
     * be released.
     */
    private Optional<PolicyEntry> effective(PolicyKey key, Map<PolicyKey, PolicyEntry> before) {
        published.get(key).ifPresent(entry -> before.put(key, entry));
        List<Grant> held = grants.get(key);
        if (held == null) {
            return Optional.empty();
        }
        List<Grant> deciding = held;
        Grant heaviest = heaviest(held);
        for (PortSpan wider : key.ports().wider()) {
            List<Grant> covering = grants.get(key.withPorts(wider));
            if (covering != null && Grant.WEIGHT.compare(heaviest(covering), heaviest) > 0) {
                deciding = covering;
                heaviest = heaviest(covering);
            }
        }
        return Optional.of(
                new PolicyEntry(
                        heaviest.verdict(),
                        heaviest.precedence(),
                        rules.claim(origins(deciding, heaviest.precedence()))));
    }

    private static List<Origin> origins(List<Grant> held, int precedence) {
        if (held.size() == 1) {
            return List.of(held.getFirst().origin());
        }
        return held.stream()
                .filter(grant -> grant.precedence() == precedence)
                .map(Grant::origin)
                .distinct()
                .sorted()
                .toList();
    }

    Optional<PolicyEntry> entry(PolicyKey key) {
        return published.get(key);
    }

    SortedMap<PolicyKey, PolicyEntry> entries() {
        return published.sorted();
    }

    SortedMap<PolicyKey, PolicyEntry> entries(int policySet) {
        return published.sorted(key -> key.policySet() == policySet);
    }
}
