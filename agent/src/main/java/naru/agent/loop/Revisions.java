package naru.agent.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Which revision of the manifests was seen, which is in force, and who waits. Any thread. */
public final class Revisions {

    private long seen;
    private long applied;
    private final List<Waiter> waiters = new ArrayList<>();

    private record Waiter(long revision, CompletableFuture<Void> reached) {}

    /** All objects up to this revision have been delivered. */
    public synchronized void seen(long revision) {
        seen = Math.max(seen, revision);
    }

    /** All that was seen is in force. */
    public void applied() {
        List<Waiter> done;
        synchronized (this) {
            applied = seen;
            done = waiters.stream().filter(w -> w.revision <= applied).toList();
            waiters.removeAll(done);
        }
        done.forEach(w -> w.reached.complete(null));
    }

    public synchronized long lastSeen() {
        return seen;
    }

    public synchronized long lastApplied() {
        return applied;
    }

    /** Completes when the revision is in force. Whoever stops waiting cancels it. */
    public CompletableFuture<Void> await(long revision) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        synchronized (this) {
            if (revision > applied) {
                Waiter waiter = new Waiter(revision, reached);
                waiters.add(waiter);
                reached.whenComplete((_, _) -> forget(waiter));
                return reached;
            }
        }
        reached.complete(null);
        return reached;
    }

    private synchronized void forget(Waiter waiter) {
        waiters.remove(waiter);
    }
}
