package naru.linux.bpf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.LibC;

/**
 * The reading end of a ring buffer map. There is one reader for each map, and one thread that
 * reads; whoever closes has seen that thread end.
 */
public final class RingBuffer implements AutoCloseable {

    private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle HEADER = ValueLayout.JAVA_INT.varHandle();
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;
    private static final int HEADER_BYTES = 8;

    private final BpfMap map;
    private final Descriptor woken = LibC.eventFd();
    private final int size;
    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final MemorySegment data;

    /** Takes the map over. */
    public RingBuffer(BpfMap map) {
        int page = LibC.pageSize();
        this.map = map;
        this.size = map.info().maxEntries();
        this.consumer =
                LibC.mmap(
                        map.descriptor(),
                        0,
                        page,
                        LibC.PROT_READ | LibC.PROT_WRITE,
                        LibC.MAP_SHARED);
        // The kernel shows the data twice in a row, so that no record is cut in two.
        this.producer =
                LibC.mmap(
                        map.descriptor(), page, page + 2L * size, LibC.PROT_READ, LibC.MAP_SHARED);
        this.data = producer.asSlice(page);
    }

    /**
     * Waits until there is something to read, or somebody calls {@link #wake}.
     *
     * @param timeoutMillis -1 waits for ever
     * @return false on timeout
     */
    public boolean await(int timeoutMillis) {
        return LibC.pollReadable(timeoutMillis, map.descriptor(), woken);
    }

    /** Nobody waits from now on; any thread. */
    public void wake() {
        LibC.signal(woken);
    }

    /**
     * Hands all complete records to {@code action}; each segment is good during that call only.
     *
     * @return how many
     */
    public int drain(Consumer<MemorySegment> action) {
        int records = 0;
        long position = (long) POSITION.getAcquire(consumer, 0L);
        while (position < (long) POSITION.getAcquire(producer, 0L)) {
            long at = position & size - 1;
            int header = (int) HEADER.getAcquire(data, at);
            if ((header & BUSY) != 0) {
                break; // its writer is not done yet
            }
            int length = header & ~DISCARDED;
            if ((header & DISCARDED) == 0) {
                action.accept(data.asSlice(at + HEADER_BYTES, length).asReadOnly());
                records++;
            }
            position += length + HEADER_BYTES + 7 & ~7L;
            POSITION.setRelease(consumer, 0L, position);
        }
        return records;
    }

    @Override
    public void close() {
        LibC.munmap(consumer);
        LibC.munmap(producer);
        map.close();
        woken.close();
    }
}
