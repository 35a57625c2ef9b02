package naru.compile;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Maps of sets without empty ones, and maps whose keys are known to be there. */
final class Multimaps {

    private Multimaps() {}

    /** The value of a key that must be there. */
    static <K, V> V known(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException(key + " is not known");
        }
        return value;
    }

    static <K, V> void add(Map<K, Set<V>> map, K key, V value) {
        map.computeIfAbsent(key, k -> new HashSet<>()).add(value);
    }

    static <K, V> void remove(Map<K, Set<V>> map, K key, V value) {
        Set<V> values = map.get(key);
        if (values != null && values.remove(value) && values.isEmpty()) {
            map.remove(key);
        }
    }
}
