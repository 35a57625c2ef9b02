package naru.agent.endpoint;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether a runtime wants something just now. What holds the kernel's lock of all devices for long,
 * and can wait, waits for calm. Any thread.
 */
public final class Calm {

    private int requests;
    private boolean touched;
    private long lastEnd = System.nanoTime() - TimeUnit.HOURS.toNanos(1);

    /** A request has come. */
    public synchronized void begin() {
        requests++;
        touched = true;
    }

    /** True until the first request comes. */
    public synchronized boolean isUntouched() {
        return !touched;
    }

    /** It has its answer. */
    public synchronized void end() {
        requests--;
        lastEnd = System.nanoTime();
        notifyAll();
    }

    /**
     * Waits until there has been no request for a while.
     *
     * @param quiet how long there must have been none
     * @param longest after that it returns anyway
     */
    public synchronized void await(Duration quiet, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            long now = System.nanoTime();
            long calmAt = requests > 0 ? deadline : lastEnd + quiet.toNanos();
            long nanos = Math.min(calmAt, deadline) - now;
            if (nanos <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        }
    }
}
