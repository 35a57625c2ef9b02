package naru.desired;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rows that should be in one of the kernel's tables, and what the kernel holds instead. It knows
 * which of them the kernel lacks and which the kernel has too many, so that work is in proportion
 * to what changed. One thread.
 *
 * @param <K> key of a row
 * @param <V> its value
 */
public final class Table<K, V> {

    private final BiPredicate<V, V> same;
    private final ToIntFunction<K> group;
    private final Map<K, Row<V>> rows = new HashMap<>();
    private final Map<Integer, Integer> sizes = new HashMap<>();
    private final Set<K> toPut = new LinkedHashSet<>();
    private final Map<K, V> toRemove = new LinkedHashMap<>();
    private final Set<K> refused = new LinkedHashSet<>();
    private int heldRows;

    /** A table whose values are the same if they are equal, of one group. */
    public Table() {
        this(Object::equals, _ -> 0);
    }

    /**
     * @param same whether the kernel's map can't tell two values apart
     * @param group that a row belongs to; the rows of each are counted
     */
    public Table(BiPredicate<V, V> same, ToIntFunction<K> group) {
        this.same = same;
        this.group = group;
    }

    /**
     * @param value that it should have
     * @param held what the kernel holds under its key, as far as is known; null: nothing
     */
    public record Row<V>(V value, @Nullable V held, Status status) {}

    /** Adds or replaces a row; one that the kernel holds already is done. */
    public void put(K key, V value) {
        Row<V> row = rows.get(key);
        if (row != null && row.value.equals(value)) {
            return;
        }
        wish(key, value, row == null ? toRemove.remove(key) : row.held);
    }

    private void wish(K key, V value, @Nullable V held) {
        refused.remove(key);
        if (held != null && same.test(held, value)) {
            toPut.remove(key);
            set(key, new Row<>(value, value, Status.DONE));
        } else {
            toPut.add(key);
            set(key, new Row<>(value, held, Status.PENDING));
        }
    }

    private void set(K key, Row<V> row) {
        Row<V> before = rows.put(key, row);
        if (before == null) {
            sizes.merge(group.applyAsInt(key), 1, Integer::sum);
        }
        heldRows += (row.held == null ? 0 : 1) - (before == null || before.held == null ? 0 : 1);
    }

    /** Takes a row away; one that is not there is no error. */
    public void remove(K key) {
        Row<V> row = rows.remove(key);
        if (row == null) {
            return;
        }
        sizes.computeIfPresent(group.applyAsInt(key), (_, n) -> n == 1 ? null : n - 1);
        toPut.remove(key);
        refused.remove(key);
        if (row.held != null) {
            heldRows--;
            toRemove.put(key, row.held);
        }
    }

    /**
     * Compares with what the kernel holds: what is right is done, what differs or lacks is to be
     * put, and strays are to be removed.
     *
     * @param inForce what the kernel is to hold for a value; mostly the value itself
     * @return how many rows were thought to be done and are not
     */
    public int adopt(Map<K, V> actual, UnaryOperator<V> inForce) {
        int drifted = 0;
        for (Map.Entry<K, Row<V>> entry : rows.entrySet()) {
            K key = entry.getKey();
            Row<V> row = entry.getValue();
            V held = actual.get(key);
            V right = inForce.apply(row.value);
            if (held != null && same.test(held, right)) {
                done(key, right);
            } else {
                drifted += row.status instanceof Status.Done ? 1 : 0;
                set(key, new Row<>(row.value, held, row.status));
                retry(key);
            }
        }
        toRemove.clear();
        actual.forEach(
                (key, held) -> {
                    if (!rows.containsKey(key)) {
                        toRemove.put(key, held);
                    }
                });
        return drifted;
    }

    /**
     * Rows that should be in the kernel and are not as they should be there, and strays; those that
     * wait for the next round are left out.
     *
     * @param actual what the kernel holds
     * @param inForce as in {@link #adopt}
     */
    public List<K> differing(Map<K, V> actual, UnaryOperator<V> inForce) {
        List<K> found = new ArrayList<>();
        rows.forEach(
                (key, row) -> {
                    V held = actual.get(key);
                    boolean right = held != null && same.test(held, inForce.apply(row.value));
                    if (row.status instanceof Status.Done && !right) {
                        found.add(key);
                    }
                });
        for (K key : actual.keySet()) {
            if (!rows.containsKey(key) && !toRemove.containsKey(key)) {
                found.add(key);
            }
        }
        return found;
    }

    /** What the kernel lacks and has not refused, in the order of the wishes. */
    public Map<K, V> toPut() {
        Map<K, V> values = new LinkedHashMap<>();
        toPut.forEach(key -> values.put(key, requireNonNull(rows.get(key)).value));
        return values;
    }

    /** What the kernel has too many, and what it holds there. */
    public Map<K, V> toRemove() {
        return new LinkedHashMap<>(toRemove);
    }

    /** The kernel holds the row. */
    public void done(K key) {
        Row<V> row = rows.get(key);
        if (row != null) {
            done(key, row.value);
        }
    }

    /** The kernel holds this in place of the row, as it is to be for now. */
    public void done(K key, V held) {
        Row<V> row = requireNonNull(rows.get(key));
        toPut.remove(key);
        refused.remove(key);
        set(key, new Row<>(row.value, held, Status.DONE));
    }

    /** The kernel refused the row; it is not tried again before {@link #retry}. */
    public void failed(K key, String reason) {
        Row<V> row = requireNonNull(rows.get(key));
        toPut.remove(key);
        refused.add(key);
        set(key, new Row<>(row.value, row.held, new Status.Failed(reason)));
    }

    /** The kernel does not hold anything in place of the row, though it should. */
    public void lost(K key) {
        Row<V> row = requireNonNull(rows.get(key));
        set(key, new Row<>(row.value, null, Status.PENDING));
        retry(key);
    }

    /** The row is to be put once more. */
    public void retry(K key) {
        Row<V> row = rows.get(key);
        if (row != null) {
            refused.remove(key);
            toPut.add(key);
            set(key, new Row<>(row.value, row.held, Status.PENDING));
        }
    }

    /** Rows that the kernel refused are to be put once more, at most so many. */
    public void retryRefused(int limit) {
        List<K> keys = new ArrayList<>();
        for (K key : refused) {
            if (keys.size() >= limit) {
                break;
            }
            keys.add(key);
        }
        keys.forEach(this::retry);
    }

    /** The kernel has forgotten the row. */
    public void removed(K key) {
        toRemove.remove(key);
    }

    public Optional<Row<V>> row(K key) {
        return Optional.ofNullable(rows.get(key));
    }

    /** True if this is what the kernel is thought to hold under a key; null: nothing. */
    public boolean holds(K key, @Nullable V actual) {
        Row<V> row = rows.get(key);
        V held = row == null ? toRemove.get(key) : row.held;
        return held == null ? actual == null : actual != null && same.test(held, actual);
    }

    /** All rows, as they are now; it changes with the table. */
    public Map<K, Row<V>> rows() {
        return Collections.unmodifiableMap(rows);
    }

    /** How many rows a group has. */
    public int size(int number) {
        return sizes.getOrDefault(number, 0);
    }

    /** How many groups have rows. */
    public int groups() {
        return sizes.size();
    }

    /** What the kernel refused. */
    public Collection<K> refused() {
        return Collections.unmodifiableCollection(refused);
    }

    /** How many rows the kernel holds, strays among them. */
    public int held() {
        return heldRows + toRemove.size();
    }

    /** True if nothing is to be put or removed, and nothing was refused. */
    public boolean isSettled() {
        return toPut.isEmpty() && toRemove.isEmpty() && refused.isEmpty();
    }
}
