package naru.lab.pod;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A pod's status as it changes; tells one listener, in order. */
final class PodState {

    private final Consumer<PodStatus> listener;
    private PodStatus now;

    PodState(PodStatus initial, Consumer<PodStatus> listener) {
        this.now = initial;
        this.listener = listener;
    }

    synchronized PodStatus now() {
        return now;
    }

    synchronized void change(UnaryOperator<PodStatus> change) {
        PodStatus next = change.apply(now);
        if (!next.equals(now)) {
            now = next;
            notifyAll();
            listener.accept(next);
        }
    }

    /** Waits until the status is so, or the time is over, and returns the last one. */
    synchronized PodStatus await(Predicate<PodStatus> wanted, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!wanted.test(now)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            wait(left / 1_000_000 + 1);
        }
        return now;
    }
}
