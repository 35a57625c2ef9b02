package naru.lab.pod;

import java.time.Duration;
import java.util.function.Function;

/** Sends one probe again and again, and says when its result changes. */
final class ProbeLoop {

    private final Probe probe;
    private final Function<Probe, String> send;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean stopped;

    /** Hears of results. */
    @FunctionalInterface
    interface Listener {

        /**
         * The probe has succeeded, or failed, as often in a row as its threshold says.
         *
         * @param why it failed; empty if it succeeded
         */
        void settled(String why);
    }

    /**
     * Starts at once.
     *
     * @param send tries once; an empty text is a success
     */
    ProbeLoop(String name, Probe probe, Function<Probe, String> send, Listener listener) {
        this.probe = probe;
        this.send = send;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    private void run() {
        try {
            Thread.sleep(probe.initialDelay());
            int inRow = 0;
            boolean good = false;
            while (!stopped) {
                long start = System.nanoTime();
                String why = send.apply(probe);
                inRow = why.isEmpty() == good ? inRow + 1 : 1;
                good = why.isEmpty();
                int threshold = good ? probe.successThreshold() : probe.failureThreshold();
                if (inRow >= threshold && !stopped) {
                    listener.settled(why);
                }
                Thread.sleep(probe.period().minus(Duration.ofNanos(System.nanoTime() - start)));
            }
        } catch (InterruptedException e) {
            // stopped
        }
    }

    /** Results that come later are not heard of. */
    void stop() {
        stopped = true;
        thread.interrupt();
    }
}
