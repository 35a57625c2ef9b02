package naru.linux.netns;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A thread in another network namespace, for steps of work there that go along with work elsewhere.
 * It is a fresh platform thread that ends with this object.
 */
public final class NetnsThread implements AutoCloseable {

    /** Nothing is the end. */
    private final BlockingQueue<Optional<FutureTask<?>>> steps = new LinkedBlockingQueue<>();

    private final FutureTask<Boolean> entered;

    private NetnsThread(Runnable enter) {
        this.entered = new FutureTask<>(enter, true);
    }

    static NetnsThread start(Runnable enter) {
        NetnsThread thread = new NetnsThread(enter);
        thread.steps.add(Optional.of(thread.entered));
        Thread.ofPlatform().name("netns-thread").daemon(true).start(thread::run);
        return thread;
    }

    /** Begins a step, to be done after those begun before; {@link #await} tells how it ended. */
    public <T> FutureTask<T> begin(Callable<T> step) {
        FutureTask<T> task =
                new FutureTask<>(
                        () -> {
                            await(entered); // never in the wrong namespace
                            return step.call();
                        });
        steps.add(Optional.of(task));
        return task;
    }

    /**
     * Waits for the end of a step.
     *
     * @throws RuntimeException what the step threw
     */
    public static <T> T await(FutureTask<T> step) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return step.get();
                } catch (InterruptedException _) {
                    interrupted = true; // the step goes on, and the caller must know its end
                } catch (ExecutionException e) {
                    throw cause(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException cause(ExecutionException failed) {
        return switch (failed.getCause()) {
            case RuntimeException cause -> cause;
            case Error cause -> throw cause;
            case null, default -> new IllegalStateException(failed.getCause());
        };
    }

    private void run() {
        try {
            for (var step = steps.take(); step.isPresent(); step = steps.take()) {
                step.get().run();
            }
        } catch (InterruptedException e) {
            // nobody interrupts it
        }
    }

    /**
     * The thread ends after the steps that were begun; it needs the namespace's descriptor no more.
     */
    @Override
    public void close() {
        steps.add(Optional.empty());
        try {
            await(entered);
        } catch (RuntimeException e) {
            // each step said so; there is nothing to wait for any more
        }
    }
}
