package naru.apply.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import naru.datapath.TypedMap;

/**
 * A table over a map of the datapath, by translations between the desired table's types and the
 * datapath's.
 *
 * @param <K> key of the desired table
 * @param <V> its value
 * @param <L> key of the map
 * @param <W> its value
 */
final class TypedTable<K, V, L, W> implements KernelTable<K, V> {

    private final String name;
    private final TypedMap<L, W> map;
    private final Both<K, L> keys;
    private final Both<V, W> values;
    private Optional<byte[]> walk = Optional.empty();

    /** A translation there and back. */
    record Both<A, B>(Function<A, B> there, Function<B, A> back) {

        static <A> Both<A, A> same() {
            return new Both<>(Function.identity(), Function.identity());
        }
    }

    TypedTable(String name, TypedMap<L, W> map, Both<K, L> keys, Both<V, W> values) {
        this.name = name;
        this.map = map;
        this.keys = keys;
        this.values = values;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<K, V> dump() {
        Map<K, V> rows = new HashMap<>();
        map.forEach((key, value) -> rows.put(keys.back.apply(key), values.back.apply(value)));
        return rows;
    }

    @Override
    public Map<K, V> clean(IntConsumer strangers) {
        List<byte[]> strange = new ArrayList<>();
        Map<K, V> rows = new HashMap<>();
        map.forEach(
                (key, value) -> rows.put(keys.back.apply(key), values.back.apply(value)),
                strange::add);
        if (!strange.isEmpty()) {
            map.removeStrangers(strange);
            strangers.accept(strange.size());
        }
        return rows;
    }

    @Override
    public void putAll(Map<K, V> rows) {
        Map<L, W> entries = new LinkedHashMap<>();
        rows.forEach((key, value) -> entries.put(keys.there.apply(key), values.there.apply(value)));
        map.putAll(entries);
    }

    @Override
    public void remove(K key) {
        map.remove(keys.there.apply(key));
    }

    @Override
    public void next(int limit, BiConsumer<K, V> action) {
        walk =
                map.next(
                        walk,
                        limit,
                        (key, value) ->
                                action.accept(keys.back.apply(key), values.back.apply(value)));
    }

    @Override
    public boolean holdsSoMany(int entries) {
        return map.holdsSoMany(entries);
    }

    @Override
    public int maximum() {
        return map.maxEntries();
    }
}
