package naru.testkit.churn;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Kills something of a node so many times while pods come and go, now and then while it starts. */
public final class Killer {

    private static final long START_NANOS = 1_500_000_000L;
    private static final int EARLY_ONE_OF = 3;
    private static final long LOOK_NANOS = 1_000_000L;

    private final Victim victim;
    private final Random random;
    private final Thread thread;
    private volatile boolean ended;
    private volatile int kills;
    private volatile @Nullable Exception failure;

    /** What is killed by signal 9; it may be killed while another thread waits for its start. */
    public interface Victim {

        /** Returns when it is dead. */
        void kill() throws IOException, InterruptedException;

        /** From when this returns on, {@link #kill} ends what was started. */
        Start start() throws IOException;
    }

    /** Something that was started and may not work yet. */
    public interface Start {

        /**
         * Returns when it works.
         *
         * @throws IOException if it was killed before
         */
        void await() throws IOException;
    }

    /**
     * @param begun how many pods were begun so far
     * @param pods how many there will be
     */
    public Killer(Victim victim, long seed, LongSupplier begun, int pods, int kills) {
        this.victim = victim;
        this.random = new Random(seed);
        this.thread = Thread.ofPlatform().daemon(true).start(() -> killAll(begun, pods, kills));
    }

    private void killAll(LongSupplier begun, int pods, int times) {
        try {
            for (int i = 0; i < times; i++) {
                int share = pods / times;
                long moment = (long) i * share + random.nextInt(share);
                while (begun.getAsLong() < moment && !ended) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                Thread start = killAndStart();
                if (random.nextInt(EARLY_ONE_OF) == 0) {
                    LockSupport.parkNanos(random.nextLong(START_NANOS));
                    start = killAndStart();
                }
                start.join();
            }
        } catch (IOException | InterruptedException e) {
            failure = e;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private Thread killAndStart() throws IOException, InterruptedException {
        victim.kill();
        kills++;
        Start start = victim.start();
        return Thread.ofPlatform().daemon(true).start(() -> await(start));
    }

    private static void await(Start start) {
        try {
            start.await();
        } catch (IOException e) {
            // killed before it answered
        }
    }

    /** So far. */
    public int kills() {
        return kills;
    }

    /** All kills have been when this returns, and the victim works. */
    public void end() throws InterruptedException {
        ended = true;
        thread.join();
        if (failure != null) {
            throw new IllegalStateException("something does not die", failure);
        }
    }
}
