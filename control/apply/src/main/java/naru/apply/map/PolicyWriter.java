package naru.apply.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import naru.compile.PolicyEntry;
import naru.compile.PolicyKey;
import naru.desired.Table;
import naru.linux.ffi.NativeException;

/**
 * Brings policy sets into the policy map, each whole or not at all. A set that does not fit is
 * closed: its entries leave the kernel, its endpoints fall to the closed set, and it is tried again
 * when there is room.
 */
final class PolicyWriter {

    private final KernelTable<PolicyKey, PolicyEntry> kernel;
    private final EpochPlan epochs;
    private final Map<Integer, Closed> closed = new TreeMap<>();

    /**
     * A set that does not fit.
     *
     * @param reason what the kernel said
     * @param size how many entries it had then
     * @param room how many others there would have been room for; -1: try in any case
     */
    private record Closed(String reason, int size, long room) {}

    PolicyWriter(KernelTable<PolicyKey, PolicyEntry> kernel, EpochPlan epochs) {
        this.kernel = kernel;
        this.epochs = epochs;
    }

    /** Sets that do not fit, with what the kernel said. */
    Map<Integer, String> closed() {
        Map<Integer, String> reasons = new TreeMap<>();
        closed.forEach((set, state) -> reasons.put(set, state.reason));
        return reasons;
    }

    boolean isClosed(int set) {
        return closed.containsKey(set);
    }

    boolean hasClosed() {
        return !closed.isEmpty();
    }

    /** Closed sets are tried again even if there is no more room than before. */
    void tryAll() {
        closed.replaceAll((_, state) -> new Closed(state.reason, state.size, -1));
    }

    /** Puts what the kernel lacks. */
    void put(Table<PolicyKey, PolicyEntry> table) {
        Map<Integer, Map<PolicyKey, PolicyEntry>> bySet = new LinkedHashMap<>();
        table.toPut()
                .forEach(
                        (key, entry) ->
                                bySet.computeIfAbsent(key.policySet(), _ -> new HashMap<>())
                                        .put(key, entry));
        bySet.forEach(
                (set, rows) ->
                        Optional.ofNullable(closed.get(set))
                                .ifPresentOrElse(
                                        state -> refuse(table, rows.keySet(), state.reason),
                                        () -> put(table, set, rows)));
        reopen(table);
    }

    /** Removes what the kernel has too many. */
    void remove(Table<PolicyKey, PolicyEntry> table) {
        for (PolicyKey key : table.toRemove().keySet()) {
            kernel.remove(key);
            table.removed(key);
            epochs.policyRemoved(key);
        }
    }

    private void put(
            Table<PolicyKey, PolicyEntry> table, int set, Map<PolicyKey, PolicyEntry> rows) {
        try {
            kernel.putAll(rows);
            rows.forEach(
                    (key, entry) -> {
                        epochs.policyPut(key, table.row(key).orElseThrow().held(), entry);
                        table.done(key);
                    });
        } catch (NativeException e) {
            close(table, set, rows.keySet(), String.valueOf(e.getMessage()));
        }
    }

    /** Of what was to be put, some may be in. */
    private void close(
            Table<PolicyKey, PolicyEntry> table, int set, Set<PolicyKey> tried, String reason) {
        List<PolicyKey> all = new ArrayList<>();
        table.rows()
                .forEach(
                        (key, row) -> {
                            if (key.policySet() == set
                                    && (row.held() != null || tried.contains(key))) {
                                all.add(key);
                            }
                        });
        for (PolicyKey key : all) {
            kernel.remove(key);
            table.lost(key);
            epochs.policyRemoved(key);
        }
        refuse(table, all, reason);
        closed.put(set, new Closed(reason, table.size(set), room(table)));
    }

    private static void refuse(
            Table<PolicyKey, PolicyEntry> table, Iterable<PolicyKey> keys, String reason) {
        keys.forEach(key -> table.failed(key, reason));
    }

    private long room(Table<PolicyKey, PolicyEntry> table) {
        return (long) kernel.maximum() - table.held();
    }

    /** A closed set has none of its entries in the kernel, so all of them must fit. */
    private void reopen(Table<PolicyKey, PolicyEntry> table) {
        for (int set : List.copyOf(closed.keySet())) {
            Closed state = closed.getOrDefault(set, new Closed("", 0, 0));
            int size = table.size(set);
            long room = room(table);
            if (size == 0) {
                closed.remove(set);
            } else if (size <= room && (size < state.size || room > state.room)) {
                closed.remove(set);
                put(table, set, refused(table, set));
            }
        }
    }

    private static Map<PolicyKey, PolicyEntry> refused(
            Table<PolicyKey, PolicyEntry> table, int set) {
        Map<PolicyKey, PolicyEntry> rows = new HashMap<>();
        for (PolicyKey key : table.refused()) {
            if (key.policySet() == set) {
                rows.put(key, table.row(key).orElseThrow().value());
            }
        }
        return rows;
    }
}
