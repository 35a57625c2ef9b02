package naru.apply.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.desired.DesiredState;
import naru.desired.Table;

/**
 * A look into the kernel's maps for what others changed, at a cost that does not grow with the
 * cluster: this node's own endpoints are read each time; of the tables that know all pods it asks
 * how many entries they have, and reads the next few. So what is missing or too many is found at
 * the next look, and a value that was changed when its turn comes.
 */
final class MapGlance {

    /** Entries of each large table that are read at a time. */
    static final int SLICE = 1024;

    private final List<MapDrift> found = new ArrayList<>();

    private MapGlance() {}

    static List<MapDrift> look(Kernel kernel, DesiredState desired) {
        MapGlance glance = new MapGlance();
        glance.whole(kernel.endpoints(), desired.endpoints());
        glance.part(kernel.policy(), desired.policy());
        glance.part(kernel.blocks(), desired.blocks());
        glance.part(kernel.ipcache(), desired.ipcache());
        return List.copyOf(glance.found);
    }

    private <K, V> void whole(KernelTable<K, V> actual, Table<K, V> table) {
        Map<K, V> entries = actual.dump();
        Optional<K> changed =
                entries.keySet().stream().filter(k -> !table.holds(k, entries.get(k))).findFirst();
        if (changed.isPresent()) {
            found.add(new MapDrift(actual.name(), "another entry for " + changed.get()));
        } else if (entries.size() != table.held()) {
            found.add(wrongCount(actual, table));
        }
    }

    private <K, V> void part(KernelTable<K, V> actual, Table<K, V> table) {
        if (!actual.holdsSoMany(table.held())) {
            found.add(wrongCount(actual, table));
            return;
        }
        List<K> changed = new ArrayList<>();
        actual.next(
                SLICE,
                (key, value) -> {
                    if (!table.holds(key, value)) {
                        changed.add(key);
                    }
                });
        if (!changed.isEmpty()) {
            found.add(new MapDrift(actual.name(), "another entry for " + changed.getFirst()));
        }
    }

    private static MapDrift wrongCount(KernelTable<?, ?> actual, Table<?, ?> table) {
        return new MapDrift(
                actual.name(), "not the %d entries that belong".formatted(table.held()));
    }
}
