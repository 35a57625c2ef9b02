package naru.apply.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import naru.desired.Table;
import naru.linux.ffi.NativeException;
import org.jspecify.annotations.Nullable;

/** Brings one desired table into one of the kernel's, and tells what became of each row. */
final class TableWriter<K, V> {

    /** So many rows that the kernel refused are tried again in a round, so that none takes long. */
    private static final int TRIED_AGAIN = 256;

    private final KernelTable<K, V> kernel;
    private final Comparator<K> order;
    private final Listener<K, V> listener;

    /** Is told of what the kernel holds now. */
    interface Listener<K, V> {

        /**
         * The kernel was told to hold another value; null: none. If it refused, {@code now} is what
         * it held before, as far as anybody can say.
         */
        void changed(K key, @Nullable V before, @Nullable V now);
    }

    /**
     * @param order in which keys are put; they are removed the other way round
     */
    TableWriter(KernelTable<K, V> kernel, Comparator<K> order, Listener<K, V> listener) {
        this.kernel = kernel;
        this.order = order;
        this.listener = listener;
    }

    /**
     * Puts what the kernel lacks, and some of what it refused, as far as there is room.
     *
     * @return why rows were refused; empty if none was
     */
    List<String> put(Table<K, V> table) {
        return put(table, UnaryOperator.identity());
    }

    /**
     * As {@link #put(Table)}.
     *
     * @param inForce what is to be put for a value
     */
    List<String> put(Table<K, V> table, UnaryOperator<V> inForce) {
        table.retryRefused(Math.clamp(kernel.maximum() - (long) table.held(), 0, TRIED_AGAIN));
        Map<K, V> rows = sorted(table.toPut(), order);
        if (rows.isEmpty()) {
            return List.of();
        }
        rows.replaceAll((_, value) -> inForce.apply(value));
        try {
            kernel.putAll(rows);
            rows.forEach((key, value) -> done(table, key, value));
            return List.of();
        } catch (NativeException e) {
            return putEach(table, rows);
        }
    }

    private static <K, V> Map<K, V> sorted(Map<K, V> rows, Comparator<K> order) {
        Map<K, V> sorted = new LinkedHashMap<>();
        rows.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(order))
                .forEach(row -> sorted.put(row.getKey(), row.getValue()));
        return sorted;
    }

    private void done(Table<K, V> table, K key, V value) {
        V before = held(table, key);
        table.done(key, value);
        listener.changed(key, before, value);
    }

    private static <K, V> @Nullable V held(Table<K, V> table, K key) {
        return table.row(key).orElseThrow().held();
    }

    /** One by one, so that a row which is refused does not keep the others out. */
    private List<String> putEach(Table<K, V> table, Map<K, V> rows) {
        List<String> refusals = new ArrayList<>();
        rows.forEach(
                (key, value) -> {
                    try {
                        kernel.putAll(Map.of(key, value));
                        done(table, key, value);
                    } catch (NativeException e) {
                        V held = held(table, key);
                        table.failed(key, String.valueOf(e.getMessage()));
                        listener.changed(key, held, held);
                        refusals.add(key + ": " + e.getMessage());
                    }
                });
        return refusals;
    }

    /** Removes what the kernel has too many. */
    void remove(Table<K, V> table) {
        sorted(table.toRemove(), order.reversed())
                .forEach(
                        (key, held) -> {
                            kernel.remove(key);
                            table.removed(key);
                            listener.changed(key, held, null);
                        });
    }
}
