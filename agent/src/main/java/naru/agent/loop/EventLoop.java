package naru.agent.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that changes the agent's state and the kernel's maps. What arrives while it works
 * is taken as one batch, and after each batch the kernel is made to agree: many events cost one
 * compile.
 */
public final class EventLoop implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
    private final Runnable afterBatch;
    private final Thread thread;
    private volatile boolean closed;
    private volatile long batches;
    private volatile long failures;

    /**
     * @param afterBatch runs on the loop after each batch that changed something
     */
    public EventLoop(Runnable afterBatch) {
        this.afterBatch = afterBatch;
        this.thread = Thread.ofPlatform().name("event-loop").daemon(true).unstarted(this::run);
    }

    /**
     * @param changes whether the kernel has to be made to agree afterwards
     */
    private record Task<T>(Callable<T> work, CompletableFuture<T> result, boolean changes) {

        /** Runs the work; answers what tells whoever waits. */
        Runnable run() {
            try {
                T value = work.call();
                return () -> result.complete(value);
            } catch (Exception | Error e) { // one event must not end all
                return () -> result.completeExceptionally(e);
            }
        }

        void fail(Throwable cause) {
            result.completeExceptionally(cause);
        }
    }

    public void start() {
        thread.start();
    }

    /** Runs later; a failure is logged. */
    public void post(Runnable work) {
        later(work, true);
    }

    /** As {@link #post}, of what changes nothing that the kernel must know. */
    public void tell(Runnable work) {
        later(work, false);
    }

    private void later(Runnable work, boolean changes) {
        CompletableFuture<Void> logged = new CompletableFuture<>();
        logged.whenComplete(
                (_, failure) -> {
                    if (failure != null) {
                        LOG.log(System.Logger.Level.ERROR, "event failed", failure);
                    }
                });
        enqueue(
                new Task<>(
                        () -> {
                            work.run();
                            return null;
                        },
                        logged,
                        changes));
    }

    /** Runs on the loop and waits until the kernel agrees with what it changed. */
    public <T> T change(Callable<T> work) throws Exception {
        return wait(work, true);
    }

    /** As {@link #change}, but waits for nothing: the result comes when the kernel agrees. */
    public <T> CompletableFuture<T> submit(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        enqueue(new Task<>(work, result, true));
        return result;
    }

    /** As {@link #read}, but waits for nothing: who asks may not want to wait for long. */
    public <T> CompletableFuture<T> ask(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        enqueue(new Task<>(work, result, false));
        return result;
    }

    /**
     * Runs on the loop and waits for what it says. It changes nothing that the kernel must know.
     */
    public <T> T note(Callable<T> work) throws Exception {
        return wait(work, false);
    }

    /** Runs on the loop and waits for what it says. It must not change anything. */
    public <T> T read(Callable<T> work) throws Exception {
        return wait(work, false);
    }

    private <T> T wait(Callable<T> work, boolean changes) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        enqueue(new Task<>(work, result, changes));
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void enqueue(Task<?> task) {
        if (closed) {
            task.fail(new IllegalStateException("the agent is stopping"));
        } else {
            queue.add(task);
        }
    }

    private void run() {
        List<Task<?>> batch = new ArrayList<>();
        while (!closed) {
            try {
                batch.add(queue.take());
                queue.drainTo(batch);
                runBatch(batch);
            } catch (InterruptedException e) {
                break;
            } finally {
                batch.clear();
            }
        }
        queue.forEach(task -> task.fail(new IllegalStateException("the agent is stopping")));
    }

    /** How many changed something so far: a number that stands still while nothing happens. */
    public long batches() {
        return batches;
    }

    /** Batches after which the kernel could not be made to agree. */
    public long failures() {
        return failures;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void runBatch(List<Task<?>> batch) {
        List<Runnable> tellings = new ArrayList<>();
        boolean changed = false;
        for (Task<?> task : batch) {
            Runnable telling = task.run();
            if (task.changes) {
                changed = true;
                tellings.add(telling);
            } else {
                telling.run();
            }
        }
        try {
            if (changed) {
                batches++;
                afterBatch.run();
            }
            tellings.forEach(Runnable::run);
        } catch (RuntimeException | Error e) {
            failures++;
            LOG.log(System.Logger.Level.ERROR, "the kernel could not be made to agree", e);
            batch.forEach(task -> task.fail(e));
        }
    }

    /** What runs ends first; what waits fails. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
