package naru.testkit.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tries inputs one after the other on a thread of its own, which may hang or eat memory. */
final class Guarded implements AutoCloseable {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** An input on its way to the thread; without one the thread ends. */
    private record Job(byte @Nullable [] input, CompletableFuture<Long> allocated) {}

    private final Fuzzing.Trial trial;
    private final Limits limits;
    private final SynchronousQueue<Job> jobs = new SynchronousQueue<>();
    private final Thread thread;
    private boolean hung;

    Guarded(Fuzzing.Trial trial, Limits limits) {
        this.trial = trial;
        this.limits = limits;
        thread = Thread.ofPlatform().name("fuzzed").daemon().start(this::work);
    }

    private void work() {
        try {
            Job job = jobs.take();
            while (job.input() != null) {
                run(job.input(), job.allocated());
                job = jobs.take();
            }
        } catch (InterruptedException e) {
            // Nobody waits for it any more.
        }
    }

    private void run(byte[] input, CompletableFuture<Long> allocated) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            trial.of(input);
            allocated.complete(THREADS.getCurrentThreadAllocatedBytes() - before);
        } catch (Throwable e) {
            allocated.completeExceptionally(e);
        }
    }

    /** False once an input hung: its thread is still at it. */
    boolean isUsable() {
        return !hung;
    }

    /** Empty if all went well. */
    Optional<Failure> tryOne(byte[] input) {
        CompletableFuture<Long> allocated = new CompletableFuture<>();
        try {
            jobs.put(new Job(input, allocated));
            long bytes = allocated.get(limits.seconds(), TimeUnit.SECONDS);
            long allowed = limits.bytes() + (long) limits.bytesPerByte() * input.length;
            return bytes <= allowed
                    ? Optional.empty()
                    : failure(input, bytes + " bytes allocated, more than " + allowed);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Optional.of(new Failure("the input", input, cause));
        } catch (TimeoutException e) {
            hung = true;
            AssertionError stuck = new AssertionError("hangs for " + limits.seconds() + " s");
            stuck.setStackTrace(thread.getStackTrace());
            return Optional.of(new Failure("the input", input, stuck));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an input was tried", e);
        }
    }

    private static Optional<Failure> failure(byte[] input, String what) {
        return Optional.of(new Failure("the input", input, new AssertionError(what)));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
