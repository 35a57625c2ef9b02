package naru.apply.map;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import naru.compile.PolicyEntry;
import naru.compile.PolicyKey;
import naru.desired.Status;
import naru.desired.Table;
import naru.linux.ffi.NativeException;

/**
 * Brings policy sets into the policy map, each whole or not at all. A set that does not fit is
 * closed: its entries leave the kernel, its endpoints fall to the closed set, and it is tried again
 * when there is room.
 */
final class PolicyWriter {

    private final KernelTable<PolicyKey, PolicyEntry> kernel;
    private final Map<Integer, String> closed = new TreeMap<>();

    PolicyWriter(KernelTable<PolicyKey, PolicyEntry> kernel) {
        this.kernel = kernel;
    }

    /** Sets that do not fit, with what the kernel said. */
    Map<Integer, String> closed() {
        return closed;
    }

    /**
     * Puts what the kernel lacks.
     *
     * @return the sets whose entries changed, or that were closed or opened
     */
    Set<Integer> put(Table<PolicyKey, PolicyEntry> table) {
        Map<Integer, Map<PolicyKey, PolicyEntry>> bySet = new LinkedHashMap<>();
        table.toPut()
                .forEach(
                        (key, entry) ->
                                bySet.computeIfAbsent(key.policySet(), _ -> new HashMap<>())
                                        .put(key, entry));
        Set<Integer> touched = new HashSet<>();
        bySet.forEach(
                (set, rows) -> {
                    if (closed.containsKey(set) ? reopen(table, set) : put(table, set, rows)) {
                        touched.add(set);
                    }
                });
        forgetEmptySets(table);
        return touched;
    }

    /** Removes what the kernel has too many; answers the sets that it belonged to. */
    Set<Integer> remove(Table<PolicyKey, PolicyEntry> table) {
        Set<Integer> touched = new HashSet<>();
        for (PolicyKey key : table.toRemove()) {
            kernel.remove(key);
            table.removed(key);
            touched.add(key.policySet());
        }
        return touched;
    }

    private boolean put(
            Table<PolicyKey, PolicyEntry> table, int set, Map<PolicyKey, PolicyEntry> rows) {
        try {
            kernel.putAll(rows);
            rows.keySet().forEach(table::done);
        } catch (NativeException e) {
            close(table, set, String.valueOf(e.getMessage()));
        }
        return true;
    }

    private void close(Table<PolicyKey, PolicyEntry> table, int set, String reason) {
        closed.put(set, reason);
        for (PolicyKey key : keysOf(table, set)) {
            kernel.remove(key);
            table.retry(key);
            table.failed(key, reason);
        }
    }

    /** A closed set has none of its entries in the kernel, so all of them must fit. */
    private boolean reopen(Table<PolicyKey, PolicyEntry> table, int set) {
        Map<PolicyKey, PolicyEntry> all = new HashMap<>();
        keysOf(table, set).forEach(key -> all.put(key, table.row(key).orElseThrow().value()));
        if (all.size() > kernel.maximum() - used(table)) {
            return false;
        }
        closed.remove(set);
        return put(table, set, all);
    }

    private static int used(Table<PolicyKey, PolicyEntry> table) {
        long done =
                table.rows().values().stream()
                        .filter(row -> row.status() instanceof Status.Done)
                        .count();
        return (int) done + table.toRemove().size();
    }

    private static Set<PolicyKey> keysOf(Table<PolicyKey, PolicyEntry> table, int set) {
        Set<PolicyKey> keys = new HashSet<>();
        table.rows()
                .keySet()
                .forEach(
                        key -> {
                            if (key.policySet() == set) {
                                keys.add(key);
                            }
                        });
        return keys;
    }

    private void forgetEmptySets(Table<PolicyKey, PolicyEntry> table) {
        closed.keySet().removeIf(set -> keysOf(table, set).isEmpty());
    }
}
