package naru.apply.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import naru.desired.Table;
import naru.linux.ffi.NativeException;

/** Brings one desired table into one of the kernel's, and notes how each row went. */
final class TableWriter<K, V> {

    private final KernelTable<K, V> kernel;

    TableWriter(KernelTable<K, V> kernel) {
        this.kernel = kernel;
    }

    /**
     * Puts what the kernel lacks.
     *
     * @param touched told of each row that the kernel took
     * @return why rows were refused; empty if all are in
     */
    List<String> put(Table<K, V> table, Map<K, V> rows, Consumer<K> touched) {
        if (rows.isEmpty()) {
            return List.of();
        }
        try {
            kernel.putAll(rows);
            rows.keySet().forEach(table::done);
            rows.keySet().forEach(touched);
            return List.of();
        } catch (NativeException e) {
            return putEach(table, rows, touched);
        }
    }

    /** One by one, so that a row which is refused does not keep the others out. */
    private List<String> putEach(Table<K, V> table, Map<K, V> rows, Consumer<K> touched) {
        List<String> refusals = new ArrayList<>();
        rows.forEach(
                (key, value) -> {
                    try {
                        kernel.putAll(Map.of(key, value));
                        table.done(key);
                        touched.accept(key);
                    } catch (NativeException e) {
                        table.failed(key, String.valueOf(e.getMessage()));
                        refusals.add(key + ": " + e.getMessage());
                    }
                });
        return refusals;
    }

    /** Removes what the kernel has too many. */
    void remove(Table<K, V> table, Consumer<K> touched) {
        for (K key : table.toRemove()) {
            kernel.remove(key);
            table.removed(key);
            touched.accept(key);
        }
    }
}
