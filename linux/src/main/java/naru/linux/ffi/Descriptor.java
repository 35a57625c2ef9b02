package naru.linux.ffi;

import java.util.concurrent.atomic.AtomicInteger;

/** An open file descriptor with one owner, who closes it. Closing twice is fine. */
public final class Descriptor implements AutoCloseable {

    private static final AtomicInteger OPEN = new AtomicInteger();

    private final int number;
    private volatile boolean closed;

    /** Takes over a descriptor that a call returned. */
    public Descriptor(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("descriptor " + number);
        }
        this.number = number;
        OPEN.incrementAndGet();
    }

    /**
     * How many are open in this process: a test that ends with more than it began with has a leak.
     */
    public static int openCount() {
        return OPEN.get();
    }

    /** The number, for calls. */
    public int number() {
        if (closed) {
            throw new IllegalStateException("descriptor " + number + " is closed");
        }
        return number;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            OPEN.decrementAndGet();
            LibC.close(number);
        }
    }

    @Override
    public String toString() {
        return "descriptor " + number + (closed ? " (closed)" : "");
    }
}
