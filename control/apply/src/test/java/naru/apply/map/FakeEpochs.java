package naru.apply.map;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Epochs that a test can read. */
final class FakeEpochs implements Kernel.Epochs {

    final Set<Integer> moved = new HashSet<>();
    final Map<Integer, Integer> values = new HashMap<>();
    boolean behind;

    /** True: the process is gone, nothing that it still says arrives. */
    boolean killed;

    boolean refusing;
    private final List<String> journal;
    private int last;

    FakeEpochs(List<String> journal) {
        this.journal = journal;
    }

    @Override
    public void move(Set<Integer> indexes) {
        if (killed) {
            return;
        }
        if (refusing) {
            throw new IllegalStateException("refused");
        }
        moved.addAll(indexes);
        indexes.forEach(index -> values.put(index, ++last));
        journal.add("epochs");
    }

    int read(int index) {
        return values.getOrDefault(index, 0);
    }

    @Override
    public void setBehind(boolean behind) {
        this.behind = killed ? this.behind : behind;
    }

    @Override
    public boolean isBehind() {
        return behind;
    }
}
