package naru.desired;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rows that should be in one of the kernel's tables. It knows which of them the kernel lacks and
 * which the kernel has too many, so that work is in proportion to what changed. One thread.
 *
 * @param <K> key of a row
 * @param <V> its value; values are compared with {@code equals}
 */
public final class Table<K, V> {

    private final Map<K, Row<V>> rows = new HashMap<>();
    private final Set<K> toPut = new LinkedHashSet<>();
    private final Set<K> toRemove = new LinkedHashSet<>();
    private long revision;

    /**
     * @param revision of the table when the row became what it is
     */
    public record Row<V>(V value, long revision, Status status) {}

    /** Adds or replaces a row; one that is as wished already stays untouched. */
    public void put(K key, V value) {
        Row<V> row = rows.get(key);
        if (row != null && row.value.equals(value)) {
            return;
        }
        rows.put(key, new Row<>(value, ++revision, Status.PENDING));
        toPut.add(key);
        toRemove.remove(key);
    }

    /** Takes a row away; one that is not there is no error. */
    public void remove(K key) {
        if (rows.remove(key) != null) {
            revision++;
            toPut.remove(key);
            toRemove.add(key);
        }
    }

    /**
     * Compares with what the kernel holds: what is right is done, what differs or lacks is to be
     * put, and strays are to be removed.
     *
     * @return how many rows were thought to be done and are not
     */
    public int adopt(Map<K, V> actual) {
        int drifted = 0;
        for (Map.Entry<K, Row<V>> entry : rows.entrySet()) {
            Row<V> row = entry.getValue();
            boolean right = row.value.equals(actual.get(entry.getKey()));
            if (right) {
                done(entry.getKey());
            } else if (row.status instanceof Status.Done) {
                drifted++;
                retry(entry.getKey());
            }
        }
        toRemove.clear();
        for (K key : actual.keySet()) {
            if (!rows.containsKey(key)) {
                toRemove.add(key);
            }
        }
        return drifted;
    }

    /** What the kernel lacks, in the order of the wishes. */
    public Map<K, V> toPut() {
        Map<K, V> values = new LinkedHashMap<>();
        toPut.forEach(key -> values.put(key, requireNonNull(rows.get(key)).value));
        return values;
    }

    /** What the kernel has too many. */
    public Set<K> toRemove() {
        return new LinkedHashSet<>(toRemove);
    }

    /** The kernel holds the row. */
    public void done(K key) {
        toPut.remove(key);
        rows.computeIfPresent(key, (_, row) -> new Row<>(row.value, row.revision, Status.DONE));
    }

    /** The kernel refused the row; it stays among {@link #toPut}. */
    public void failed(K key, String reason) {
        rows.computeIfPresent(
                key, (_, row) -> new Row<>(row.value, row.revision, new Status.Failed(reason)));
    }

    /** The kernel does not hold the row any more, though it should. */
    public void retry(K key) {
        if (rows.computeIfPresent(
                        key, (_, row) -> new Row<>(row.value, row.revision, Status.PENDING))
                != null) {
            toPut.add(key);
        }
    }

    /** The kernel has forgotten the row. */
    public void removed(K key) {
        toRemove.remove(key);
    }

    public Optional<Row<V>> row(K key) {
        return Optional.ofNullable(rows.get(key));
    }

    /** All rows, as they are now; it changes with the table. */
    public Map<K, Row<V>> rows() {
        return Collections.unmodifiableMap(rows);
    }

    /** Grows with each change of a row. */
    public long revision() {
        return revision;
    }

    public boolean isSettled() {
        return toPut.isEmpty() && toRemove.isEmpty();
    }
}
