package naru.agent.loop;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** How long changes of policy took: the last one, and the slowest. Only for the event loop. */
public final class PolicyTiming {

    /**
     * One change.
     *
     * @param compileNanos from objects to table entries
     * @param writeNanos from these into the kernel
     */
    public record Change(long compileNanos, long writeNanos) {

        static final Change NONE = new Change(0, 0);

        private long nanos() {
            return compileNanos + writeNanos;
        }
    }

    private Change last = Change.NONE;
    private Change slowest = Change.NONE;
    private long compiling;
    private volatile Consumer<Change> listener = _ -> {};

    /** Does a part of what follows from an event. */
    <T> void compile(T event, Consumer<T> work) {
        long begin = System.nanoTime();
        work.accept(event);
        compiling += System.nanoTime() - begin;
    }

    /** Does the rest of it. */
    <T> T compile(Supplier<T> work) {
        long begin = System.nanoTime();
        T result = work.get();
        compiling += System.nanoTime() - begin;
        return result;
    }

    /** What was compiled since the last call is in the kernel. */
    void written(long nanos, boolean policyChanged) {
        if (policyChanged) {
            last = new Change(compiling, nanos);
            slowest = last.nanos() > slowest.nanos() ? last : slowest;
            listener.accept(last);
        }
        compiling = 0;
    }

    /** Is told of each change from now on, on the event loop. Any thread. */
    public void tell(Consumer<Change> told) {
        listener = told;
    }

    public Change last() {
        return last;
    }

    public Change slowest() {
        return slowest;
    }
}
