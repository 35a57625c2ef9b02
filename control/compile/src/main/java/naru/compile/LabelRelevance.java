package naru.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import naru.model.IgnoredLabels;
import naru.model.LabelSelector;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.PodPeer;

/**
 * Which labels of pods have a meaning for policy: those that are not ignored, and those that a
 * policy names all the same.
 */
final class LabelRelevance {

    private static final int MOST_KEYS = 4096;

    private final IgnoredLabels ignored;
    private final Map<String, Boolean> ignoredKeys = new HashMap<>();
    private final Map<String, Integer> named = new HashMap<>();

    LabelRelevance(IgnoredLabels ignored) {
        this.ignored = ignored;
    }

    SortedMap<String, String> relevant(Map<String, String> labels) {
        SortedMap<String, String> relevant = new TreeMap<>();
        labels.forEach(
                (key, value) -> {
                    if (named.containsKey(key) || !isIgnored(key)) {
                        relevant.put(key, value);
                    }
                });
        return relevant;
    }

    /**
     * A policy comes.
     *
     * @return the keys that are relevant from now on and were not
     */
    Set<String> add(NetworkPolicy policy) {
        Set<String> gained = new HashSet<>();
        for (String key : keys(policy)) {
            if (named.merge(key, 1, Integer::sum) == 1 && isIgnored(key)) {
                gained.add(key);
            }
        }
        return gained;
    }

    /**
     * A policy goes.
     *
     * @return the keys that are no longer relevant
     */
    Set<String> remove(NetworkPolicy policy) {
        Set<String> lost = new HashSet<>();
        for (String key : keys(policy)) {
            if (named.merge(key, -1, (a, b) -> a + b == 0 ? null : a + b) == null
                    && isIgnored(key)) {
                lost.add(key);
            }
        }
        return lost;
    }

    /** Keys are few and come again with each pod. */
    private boolean isIgnored(String key) {
        if (ignoredKeys.size() > MOST_KEYS) {
            ignoredKeys.clear();
        }
        return ignoredKeys.computeIfAbsent(key, ignored::ignores);
    }

    /** Keys of pod labels; those of namespaces always count. */
    private static Set<String> keys(NetworkPolicy policy) {
        List<LabelSelector> selectors = new ArrayList<>(List.of(policy.podSelector()));
        for (Direction direction : Direction.values()) {
            policy.rules(direction).stream()
                    .flatMap(rule -> rule.peers().stream())
                    .flatMap(
                            peer ->
                                    peer instanceof PodPeer pods
                                            ? pods.pods().stream()
                                            : Stream.empty())
                    .forEach(selectors::add);
        }
        Set<String> keys = new HashSet<>();
        selectors.forEach(selector -> selector.requirements().forEach(r -> keys.add(r.key())));
        return keys;
    }
}
