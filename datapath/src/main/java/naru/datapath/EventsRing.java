package naru.datapath;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.function.Consumer;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.RingBuffer;

/** The reading end of events_map. There is one at a time, and one thread reads. */
public final class EventsRing implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EventsRing.class.getName());

    private final RingBuffer ring;
    private boolean saidUnknown;

    EventsRing(Path maps) {
        this.ring = new RingBuffer(BpfMap.open(maps.resolve("events_map")));
    }

    /**
     * Waits in native code for events, or for {@link #wake}.
     *
     * @return false on timeout
     */
    public boolean await(int timeoutMillis) {
        return ring.await(timeoutMillis);
    }

    /** Nobody waits from now on; any thread. */
    public void wake() {
        ring.wake();
    }

    private void sayUnknown() {
        if (!saidUnknown) {
            saidUnknown = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "events of programs of another version are not shown; said once");
        }
    }

    /**
     * Hands over all events that are there, in their order, without waiting.
     *
     * @return how many
     */
    public int drain(Consumer<FlowEvent> action) {
        return ring.drain(
                record -> {
                    byte[] bytes = record.toArray(ValueLayout.JAVA_BYTE);
                    FlowEvent.read(bytes).ifPresentOrElse(action, this::sayUnknown);
                });
    }

    @Override
    public void close() {
        ring.close();
    }
}
