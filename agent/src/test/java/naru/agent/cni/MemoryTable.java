package naru.agent.cni;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import naru.apply.map.KernelTable;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;

/** A map that no kernel holds. */
final class MemoryTable<K, V> implements KernelTable<K, V> {

    final Map<K, V> rows = new ConcurrentHashMap<>();
    volatile boolean full;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Map<K, V> dump() {
        return Map.copyOf(rows);
    }

    @Override
    public void putAll(Map<K, V> wished) {
        if (full) {
            throw new NativeException("bpf_map_update_elem", Errno.E2BIG, "map full?");
        }
        rows.putAll(wished);
    }

    @Override
    public void remove(K key) {
        rows.remove(key);
    }

    @Override
    public int maximum() {
        return Integer.MAX_VALUE;
    }
}
