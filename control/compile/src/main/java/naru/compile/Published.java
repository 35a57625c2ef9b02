package naru.compile;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** A table as it was handed out last, and the keys that may have changed since. */
final class Published<K extends Comparable<K>, V> {

    private final Map<K, V> values = new HashMap<>();
    private Set<K> touched = new HashSet<>();

    void touch(K key) {
        touched.add(key);
    }

    /** Asks for the value of each touched key and tells the differences. */
    void drain(Function<K, Optional<V>> now, Map<K, V> puts, Set<K> removals) {
        for (K key : touched) {
            Optional<V> value = now.apply(key);
            if (value.isEmpty()) {
                if (values.remove(key) != null) {
                    removals.add(key);
                }
            } else if (!value.get().equals(values.put(key, value.get()))) {
                puts.put(key, value.get());
            }
        }
        touched = new HashSet<>(); // to clear one that was large once costs as much each time
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The whole table; it changes with the next {@link #drain}. */
    Map<K, V> values() {
        return Collections.unmodifiableMap(values);
    }

    /** A sorted copy of those rows whose key is wanted. */
    SortedMap<K, V> sorted(Predicate<K> wanted) {
        SortedMap<K, V> sorted = new TreeMap<>();
        values.forEach(
                (key, value) -> {
                    if (wanted.test(key)) {
                        sorted.put(key, value);
                    }
                });
        return sorted;
    }

    SortedMap<K, V> sorted() {
        return new TreeMap<>(values);
    }
}
