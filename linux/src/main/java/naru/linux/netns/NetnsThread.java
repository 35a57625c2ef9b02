package naru.linux.netns;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import naru.linux.ffi.Descriptor;

/**
 * A thread for steps of work in another network namespace that go along with work elsewhere. It is
 * a fresh platform thread that ends with this object; it goes into the namespace ahead of the first
 * step, and is back before it says that one has ended ({@link Netns} says why).
 */
public final class NetnsThread implements AutoCloseable {

    /** Nothing is the end. */
    private final BlockingQueue<Optional<FutureTask<?>>> steps = new LinkedBlockingQueue<>();

    private final Descriptor namespace;
    private final Descriptor home = Netns.open(Netns.CURRENT);

    /** Only the thread itself asks. */
    private boolean inside;

    private NetnsThread(Descriptor namespace) {
        this.namespace = namespace;
    }

    static NetnsThread start(Descriptor namespace) {
        NetnsThread started = new NetnsThread(namespace);
        started.steps.add(Optional.of(new FutureTask<>(started::enter, true)));
        Thread.ofPlatform().name("netns-thread").daemon(true).start(started::run);
        return started;
    }

    /** Begins a step, to be done after those begun before; {@link #await} tells how it ended. */
    public <T> FutureTask<T> begin(Callable<T> step) {
        FutureTask<T> task = new FutureTask<>(() -> inside(step));
        steps.add(Optional.of(task));
        return task;
    }

    /**
     * Waits for the end of a step.
     *
     * @throws RuntimeException what the step threw; around what is checked, IllegalStateException
     */
    public static <T> T await(FutureTask<T> step) {
        try {
            return Netns.end(step);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
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

    private <T> T inside(Callable<T> step) throws Exception {
        enter();
        try {
            return step.call();
        } finally {
            leave();
        }
    }

    private void enter() {
        if (!inside) {
            Netns.enter(namespace);
            inside = true;
        }
    }

    private void leave() {
        if (inside) {
            Netns.enter(home);
            inside = false;
        }
    }

    /** Waits for the steps that were begun; the thread needs no descriptor any more. */
    @Override
    public void close() {
        FutureTask<Boolean> left = new FutureTask<>(this::leave, true);
        steps.add(Optional.of(left));
        steps.add(Optional.empty());
        await(left);
        home.close();
    }
}
