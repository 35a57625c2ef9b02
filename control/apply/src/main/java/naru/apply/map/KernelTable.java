package naru.apply.map;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import naru.linux.ffi.NativeException;

/** One of the kernel's maps, by the types of the desired table. */
public interface KernelTable<K, V> {

    /** The map's name, for people. */
    String name();

    /** All that is in it, but entries that no version of Naru writes. */
    Map<K, V> dump();

    /**
     * As {@link #dump}, and takes entries away that no version of Naru writes.
     *
     * @param strangers told how many there were, if there were any
     */
    default Map<K, V> clean(IntConsumer strangers) {
        return dump();
    }

    /**
     * Adds or replaces, in the order of the rows; if it fails, some may be in.
     *
     * @throws NativeException E2BIG or ENOSPC if the map is full
     */
    void putAll(Map<K, V> rows);

    /** One that is not there is no error. */
    void remove(K key);

    /**
     * Shows the next entries of a walk that begins anew after the last ones: who calls again and
     * again sees all.
     *
     * @param limit at most so many are shown
     */
    default void next(int limit, BiConsumer<K, V> action) {
        dump().forEach(action);
    }

    /**
     * Whether so many entries are in it, by a question that costs the same however many; true also
     * where that can't be told.
     */
    default boolean holdsSoMany(int entries) {
        return true;
    }

    /** How many entries fit. */
    int maximum();
}
