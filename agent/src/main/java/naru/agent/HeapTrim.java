package naru.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Gives memory back to the machine when the agent has nothing to do. The collector gives it back
 * only when it looks at the whole heap, and that it puts off as long as it can: what a burst of
 * events left would stay for hours. One look stops the agent for about a millisecond per MiB in
 * use; so it is taken in quiet moments, and the larger the heap, the more rarely.
 */
final class HeapTrim implements Runnable {

    private static final long MIB = 1 << 20;

    /** As much as it kept the last time and a quarter more: less to be had is not worth a look. */
    private static final double GROWN = 1.25;

    /** So long for each MiB in use: at most a thousandth of the time is spent on this. */
    private static final Duration PAUSE_PER_MIB = Duration.ofSeconds(1);

    private final Heap heap;
    private final LongSupplier activity;
    private final InstantSource clock;
    private long activityBefore = -1;
    private long keptBytes;
    private Instant notBefore = Instant.MIN;

    /** The heap of a JVM, in bytes. */
    interface Heap {
        long used();

        /** What the machine has given for it. */
        long committed();

        /** Looks at all of it, and gives back. */
        void collect();
    }

    /**
     * @param activity a number that grows whenever the agent does something
     */
    HeapTrim(Heap heap, LongSupplier activity, InstantSource clock) {
        this.heap = heap;
        this.activity = activity;
        this.clock = clock;
    }

    /** The heap of this JVM. */
    static Heap own() {
        Runtime runtime = Runtime.getRuntime();
        return new Heap() {
            @Override
            public long used() {
                return runtime.totalMemory() - runtime.freeMemory();
            }

            @Override
            public long committed() {
                return runtime.totalMemory();
            }

            @Override
            public void collect() {
                runtime.gc();
            }
        };
    }

    /** Looks whether now is the moment; to be called every few seconds. */
    @Override
    public void run() {
        long now = activity.getAsLong();
        boolean quiet = now == activityBefore;
        activityBefore = now;
        if (quiet && heap.committed() > keptBytes * GROWN && !clock.instant().isBefore(notBefore)) {
            heap.collect();
            keptBytes = heap.committed();
            notBefore = clock.instant().plus(PAUSE_PER_MIB.multipliedBy(heap.used() / MIB));
        }
    }
}
