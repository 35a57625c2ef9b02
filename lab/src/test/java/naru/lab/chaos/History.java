package naru.lab.chaos;

import java.util.ArrayList;
import java.util.List;

/** What happened, from the seed on, for whoever has to understand a failure. Any thread. */
final class History {

    private static final int SHOWN = 150;

    private static final boolean TOLD = Boolean.getBoolean("naru.chaos.tell");

    private final long seed;
    private final long begin = System.nanoTime();
    private final List<String> lines = new ArrayList<>();

    History(long seed) {
        this.seed = seed;
    }

    synchronized void note(String what) {
        String line = "%8.3f s  %s".formatted((System.nanoTime() - begin) / 1e9, what);
        lines.add(line);
        if (TOLD) {
            System.out.println(line);
        }
    }

    /** How to walk the same way again, and the latest of what happened. */
    @Override
    public synchronized String toString() {
        List<String> latest = lines.subList(Math.max(0, lines.size() - SHOWN), lines.size());
        return "seed %d; the same walk again: ./naru test --only ChaosTest with NARU_SEED=%d%n%s"
                .formatted(seed, seed, String.join("\n", latest));
    }
}
