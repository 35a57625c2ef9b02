package naru.datapath;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.function.Consumer;
import naru.datapath.abi.EventLayout;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.RingBuffer;

/** Reads events_map on a thread of its own. At most one for each set of maps. */
public final class EventsReader implements AutoCloseable {

    private static final int STOP_CHECK_MILLIS = 100;

    private final RingBuffer ring;
    private final Thread thread;
    private volatile boolean closing;

    private EventsReader(BpfMap map, Consumer<FlowEvent> action) {
        this.ring = new RingBuffer(map);
        // Waiting blocks in native code, so it must not hold a carrier of virtual threads.
        this.thread =
                Thread.ofPlatform().name("flow-reader").daemon(true).unstarted(() -> read(action));
    }

    /** Begins to read; {@code action} is called on the reader's thread, one event at a time. */
    static EventsReader start(Path maps, Consumer<FlowEvent> action) {
        EventsReader reader = new EventsReader(BpfMap.open(maps.resolve("events_map")), action);
        reader.thread.start();
        return reader;
    }

    private void read(Consumer<FlowEvent> action) {
        while (!closing) {
            ring.await(STOP_CHECK_MILLIS);
            ring.drain(
                    record ->
                            action.accept(
                                    FlowEvent.of(
                                            EventLayout.read(
                                                    record.toArray(ValueLayout.JAVA_BYTE)))));
        }
    }

    /**
     * Ends the thread; an event at hand is still handed over. Do not call it from {@code action}.
     */
    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true; // the mapping may only go when the thread has ended
            }
        }
        ring.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
