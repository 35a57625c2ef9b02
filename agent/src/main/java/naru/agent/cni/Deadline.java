package naru.agent.cni;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The moment until which a request may wait, in all its steps together. */
final class Deadline {

    private final long endNanos;
    private final Duration whole;

    Deadline(Duration whole) {
        this.whole = whole;
        this.endNanos = System.nanoTime() + whole.toNanos();
    }

    /**
     * @param what is waited for, for people
     * @throws CniFailure try again later, if it takes too long
     */
    <T> T await(CompletableFuture<T> future, String what) throws CniFailure, InterruptedException {
        try {
            return future.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CniFailure(
                    CniError.TRY_AGAIN, what, "waited " + whole.toMillis() + " ms for it", e);
        } catch (ExecutionException e) {
            throw new CniFailure(
                    CniError.TRY_AGAIN,
                    what,
                    String.valueOf(requireNonNull(e.getCause()).getMessage()),
                    e);
        } finally {
            future.cancel(false);
        }
    }
}
