package naru.agent;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Work that is done again and again on one thread; a failure is logged and the work goes on. */
final class Schedule implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("schedule").daemon(true).factory());

    /** For the first time when a period has passed. */
    void every(long period, TimeUnit unit, String what, Runnable work) {
        repeat(period, period, unit, what, work);
    }

    void atOnceAndEvery(long period, TimeUnit unit, String what, Runnable work) {
        repeat(0, period, unit, what, work);
    }

    private void repeat(long delay, long period, TimeUnit unit, String what, Runnable work) {
        thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.log(System.Logger.Level.WARNING, what + " failed", e);
                    }
                },
                delay,
                period,
                unit);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        thread.close();
    }
}
