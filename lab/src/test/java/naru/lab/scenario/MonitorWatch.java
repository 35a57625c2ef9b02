package naru.lab.scenario;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import naru.wire.AgentReplies.MonitorEvent;
import naru.wire.AgentRequests.Monitor;
import naru.wire.Json;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;
import org.jspecify.annotations.Nullable;

/** Listens to the monitor of one node. */
final class MonitorWatch implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long AGAIN_MILLIS = 500;

    private final WireClient client;
    private final BlockingQueue<MonitorEvent> events = new LinkedBlockingQueue<>();

    MonitorWatch(WireClient client) {
        this.client = client;
        Thread.ofVirtual().name("monitor").start(this::listen);
    }

    private void listen() {
        try {
            client.stream(
                    "monitor",
                    Monitor.everything(),
                    line -> events.add(Json.read(line, MonitorEvent.class)));
        } catch (IOException | Refusal e) {
            // closed
        }
    }

    /** Does something, again and again, until the monitor speaks of it. */
    MonitorEvent hears(Callable<Boolean> deed, Predicate<MonitorEvent> expected) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            deed.call();
            for (MonitorEvent event = next(); event != null; event = next()) {
                if (expected.test(event)) {
                    return event;
                }
            }
        }
        throw new AssertionError("the monitor says nothing of it");
    }

    private @Nullable MonitorEvent next() throws InterruptedException {
        return events.poll(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
