package naru.datapath;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import naru.linux.bpf.BpfMap;

/**
 * A map of the datapath in Java's types. Any thread may read; one writes. Errors of the kernel are
 * {@link naru.linux.ffi.NativeException}: E2BIG or ENOSPC say that it is full.
 *
 * @param <K> what its keys mean
 * @param <V> what its values mean
 */
public abstract sealed class TypedMap<K, V> implements AutoCloseable
        permits EndpointMap, FlowMap, FragmentMap, PlaceMap, PolicyMap, PolicyStatsMap, PrefixMap {

    private static final System.Logger LOG = System.getLogger("naru.datapath");

    private final BpfMap map;
    private final EntryCount count;

    /** Takes the map over, after a check that it is of this shape. */
    TypedMap(BpfMap map, int keyBytes, int valueBytes) {
        this.map = map;
        this.count = new EntryCount(map);
        check("key", map.info().keySize(), keyBytes);
        check("value", map.info().valueSize(), valueBytes);
    }

    private void check(String what, int inKernel, int wanted) {
        if (inKernel != wanted) {
            map.close();
            throw new IllegalStateException(
                    "map %s has %ss of %d bytes in the kernel, this version needs %d"
                            .formatted(map.info().name(), what, inKernel, wanted));
        }
    }

    static BpfMap open(Path maps, String name) {
        return BpfMap.open(maps.resolve(name));
    }

    abstract byte[] writeKey(K key);

    abstract K readKey(byte[] bytes);

    /** {@code key}: for values that repeat a part of it. */
    abstract byte[] writeValue(K key, V value);

    abstract V readValue(byte[] bytes);

    /** The value of a key; in a map of prefixes, of the longest prefix that covers it. */
    public Optional<V> lookup(K key) {
        return map.lookup(writeKey(key)).map(this::readValue);
    }

    Optional<byte[]> lookupBytes(K key) {
        return map.lookup(writeKey(key));
    }

    /** Adds or replaces. */
    public void put(K key, V value) {
        map.put(writeKey(key), writeValue(key, value));
    }

    /** Adds or replaces many in few calls; if one fails, others may be in. */
    public void putAll(Map<K, V> entries) {
        List<byte[]> keys = new ArrayList<>(entries.size());
        List<byte[]> values = new ArrayList<>(entries.size());
        entries.forEach(
                (key, value) -> {
                    keys.add(writeKey(key));
                    values.add(writeValue(key, value));
                });
        map.putAll(keys, values);
    }

    /** Takes a key away; false if it was not there. */
    public boolean remove(K key) {
        return map.delete(writeKey(key));
    }

    /** Takes keys away; those that are not there are fine. */
    public void removeAll(Collection<K> keys) {
        map.deleteAll(keys.stream().map(this::writeKey).toList());
    }

    /**
     * Shows all entries but those that no version writes; those that come or go meanwhile may be
     * missed.
     */
    public void forEach(BiConsumer<K, V> action) {
        forEach(action, _ -> {});
    }

    /**
     * As {@link #forEach(BiConsumer)}.
     *
     * @param strangers given the keys of entries that no version writes, as they are
     */
    public void forEach(BiConsumer<K, V> action, Consumer<byte[]> strangers) {
        map.forEach(
                (key, value) -> {
                    if (isOwn(key, value)) {
                        action.accept(readKey(key), readValue(value));
                    } else {
                        strangers.accept(key);
                    }
                });
    }

    /** Takes entries away that no version writes. */
    public void removeStrangers(List<byte[]> keys) {
        map.deleteAll(keys);
        LOG.log(
                System.Logger.Level.WARNING,
                "{0}: took away {1} entries that no version of Naru writes; `fuser -v` on its pins"
                        + " tells who has them open",
                map.info().name(),
                keys.size());
    }

    /** True if it can be read; of what Java writes, if Java would write the same. */
    private boolean isOwn(byte[] key, byte[] value) {
        try {
            K readKey = readKey(key);
            V readValue = readValue(value);
            return !isWished()
                    || Arrays.equals(writeKey(readKey), key)
                            && Arrays.equals(writeValue(readKey, readValue), value);
        } catch (NoSuchElementException | IllegalArgumentException e) {
            return false;
        }
    }

    /** True for maps in which no entry is but by Java. */
    boolean isWished() {
        return false;
    }

    /** A copy of all entries, in no particular order. */
    public Map<K, V> all() {
        Map<K, V> entries = new LinkedHashMap<>();
        forEach(entries::put);
        return entries;
    }

    /**
     * Shows some entries, as {@link #forEach} does.
     *
     * @param place where the last call stopped; empty: at the beginning
     * @param limit how many at most
     * @return where the next call goes on; empty: these were the last
     */
    public Optional<byte[]> next(Optional<byte[]> place, int limit, BiConsumer<K, V> action) {
        return map.next(
                place,
                limit,
                (key, value) -> {
                    if (isOwn(key, value)) {
                        action.accept(readKey(key), readValue(value));
                    }
                });
    }

    /** See {@link EntryCount}. */
    public boolean holdsSoMany(int entries) {
        return count.is(entries);
    }

    /** Entries now in it, by walking through them. */
    public int count() {
        return map.count();
    }

    /** Entries that fit. */
    public int maxEntries() {
        return map.info().maxEntries();
    }

    /** What the kernel takes for it, bytes. */
    public long memoryBytes() {
        return map.memoryBytes();
    }

    @Override
    public void close() {
        map.close();
    }
}
