package naru.apply.map;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;

/** A map with so much room, that writes down what happens to it. */
final class FakeTable<K, V> implements KernelTable<K, V> {

    final Map<K, V> rows = new LinkedHashMap<>();
    private final String name;
    private final List<String> journal;
    int room = 1000;

    /** Told after each write, as packets come by at any time. */
    Runnable whenWritten = () -> {};

    FakeTable(String name, List<String> journal) {
        this.name = name;
        this.journal = journal;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<K, V> dump() {
        return Map.copyOf(rows);
    }

    @Override
    public void putAll(Map<K, V> wished) {
        wished.forEach(this::put);
    }

    private void put(K key, V value) {
        if (!rows.containsKey(key) && rows.size() >= room) {
            throw new NativeException("bpf_map_update_elem", Errno.ENOSPC, name + " is full");
        }
        rows.put(key, value);
        journal.add("+" + name);
        whenWritten.run();
    }

    @Override
    public void remove(K key) {
        if (rows.remove(key) != null) {
            journal.add("-" + name);
            whenWritten.run();
        }
    }

    @Override
    public int maximum() {
        return room;
    }
}
