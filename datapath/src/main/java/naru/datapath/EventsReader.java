package naru.datapath;

import java.util.function.Consumer;

/** Reads events on a thread of its own, until it is closed. */
public final class EventsReader implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EventsReader.class.getName());

    private static final int UNTIL_WOKEN = -1;

    /**
     * The programs wake the reader at most once in 50 ms each (datapath/steps/verdict.h); what they
     * wrote without is there after this time.
     */
    private static final int BUSY_MILLIS = 60;

    private final EventsRing ring;
    private final Thread thread;
    private volatile boolean closing;

    private EventsReader(EventsRing ring, Consumer<FlowEvent> action) {
        this.ring = ring;
        // Waiting blocks in native code, so it must not hold a carrier of virtual threads.
        this.thread =
                Thread.ofPlatform().name("flow-reader").daemon(true).unstarted(() -> read(action));
    }

    /**
     * Takes the ring over; {@code action} is called on the reader's thread, one event at a time.
     */
    static EventsReader start(EventsRing ring, Consumer<FlowEvent> action) {
        EventsReader reader = new EventsReader(ring, action);
        reader.thread.start();
        return reader;
    }

    private void read(Consumer<FlowEvent> action) {
        int found = 0;
        while (!closing) {
            ring.await(found > 0 ? BUSY_MILLIS : UNTIL_WOKEN);
            found = ring.drain(event -> hand(event, action));
        }
    }

    /** One event that can't be handled must not end the reading of all others. */
    private static void hand(FlowEvent event, Consumer<FlowEvent> action) {
        try {
            action.accept(event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "flow event " + event + " was not handled", e);
        }
    }

    /** Ends the thread; events at hand are still handed over. Do not call it from the action. */
    @Override
    public void close() {
        closing = true;
        ring.wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true; // the ring may only go when the thread has ended
            }
        }
        ring.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
