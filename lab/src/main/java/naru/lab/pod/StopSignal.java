package naru.lab.pod;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Says that something is to end. Waits end early, nothing that runs is interrupted. */
final class StopSignal {

    private final CompletableFuture<Void> stop = new CompletableFuture<>();

    void raise() {
        stop.complete(null);
    }

    boolean isRaised() {
        return stop.isDone();
    }

    /** Waits; true if it is to end. */
    boolean raisedWithin(Duration time) throws InterruptedException {
        try {
            stop.get(time.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("nothing fails here", e);
        }
    }

    /**
     * Waits until something happens or it is to end.
     *
     * @return true if it happened
     */
    boolean happensBefore(CompletableFuture<?> event) throws InterruptedException {
        try {
            CompletableFuture.anyOf(stop, event).get();
        } catch (ExecutionException e) {
            return false;
        }
        return event.isDone() && !stop.isDone();
    }
}
