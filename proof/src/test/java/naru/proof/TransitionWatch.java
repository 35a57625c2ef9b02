package naru.proof;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import naru.apply.map.Kernel;
import naru.apply.map.KernelTable;
import naru.naive.Answer;

/** Stands between applier and maps, and asks the programs after each single write. */
final class TransitionWatch {

    private final Predicate<Trial> wouldPass;
    private final Map<Trial, Boolean> steady = new HashMap<>();
    private final Map<Trial, String> notes = new HashMap<>();
    private Optional<String> found = Optional.empty();

    TransitionWatch(Predicate<Trial> wouldPass) {
        this.wouldPass = wouldPass;
    }

    /** A connection to be asked about until {@link #end}, if the change does not concern it. */
    void expect(Trial trial, Answer before, Answer after) {
        notes.put(trial, before + " -> " + after);
        if (before.allowed() && after.allowed()) {
            steady.put(trial, true);
        } else if (!before.leaves() && !after.leaves() || !before.enters() && !after.enters()) {
            steady.put(trial, false);
        }
    }

    /** What opened or closed in between. */
    Optional<String> end() {
        steady.clear();
        Optional<String> result = found;
        found = Optional.empty();
        return result;
    }

    private void written(String table) {
        if (found.isPresent()) {
            return;
        }
        steady.forEach(
                (trial, expected) -> {
                    if (wouldPass.test(trial) != expected) {
                        String what = expected ? "closed" : "opened";
                        found =
                                Optional.of(
                                        trial
                                                + " "
                                                + what
                                                + " after a write to "
                                                + table
                                                + " "
                                                + notes.get(trial));
                    }
                });
    }

    Kernel over(Kernel kernel) {
        return new Kernel(
                new Watched<>(kernel.policy()),
                new Watched<>(kernel.blocks()),
                new Watched<>(kernel.ipcache()),
                new Watched<>(kernel.endpoints()),
                kernel.epochs());
    }

    private final class Watched<K, V> implements KernelTable<K, V> {

        private final KernelTable<K, V> table;

        Watched(KernelTable<K, V> table) {
            this.table = table;
        }

        @Override
        public String name() {
            return table.name();
        }

        @Override
        public Map<K, V> dump() {
            return table.dump();
        }

        @Override
        public void putAll(Map<K, V> rows) {
            rows.forEach(
                    (key, value) -> {
                        table.putAll(Map.of(key, value));
                        written(table.name());
                    });
        }

        @Override
        public void remove(K key) {
            table.remove(key);
            written(table.name());
        }

        @Override
        public int maximum() {
            return table.maximum();
        }
    }
}
