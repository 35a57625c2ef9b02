package naru.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import naru.lab.pod.PodRunner;

/** Ends pods, and does not give up. */
final class PodRemoval {

    private static final System.Logger LOG = System.getLogger("naru.lab");
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    /** Begins to end a pod; completes when nothing of it is left. */
    CompletableFuture<Void> remove(PodRunner runner) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("remove " + runner.spec().pod().key())
                .start(() -> removeAtLast(runner, gone));
        return gone;
    }

    private static void removeAtLast(PodRunner runner, CompletableFuture<Void> gone) {
        Duration delay = FIRST_RETRY;
        try {
            while (!isRemoved(runner)) {
                Thread.sleep(delay);
                delay = delay.compareTo(LONGEST_RETRY) < 0 ? delay.multipliedBy(2) : LONGEST_RETRY;
            }
            gone.complete(null);
        } catch (InterruptedException e) {
            gone.completeExceptionally(e);
        }
    }

    private static boolean isRemoved(PodRunner runner) throws InterruptedException {
        try {
            runner.stop();
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} can''t be removed yet: {1}",
                    runner.spec().pod().key(),
                    e.getMessage());
            runner.trouble("it can't be removed yet: " + e.getMessage());
            return false;
        }
    }
}
