package naru.apply.map;

import java.util.Map;
import naru.linux.ffi.NativeException;

/** One of the kernel's maps, by the types of the desired table. */
public interface KernelTable<K, V> {

    /** The map's name, for people. */
    String name();

    /** All that is in it. */
    Map<K, V> dump();

    /**
     * Adds or replaces; if it fails, some may be in.
     *
     * @throws NativeException E2BIG or ENOSPC if the map is full
     */
    void putAll(Map<K, V> rows);

    /** One that is not there is no error. */
    void remove(K key);

    /** How many entries fit. */
    int maximum();
}
