package naru.bench.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import naru.wire.AgentReplies.MonitorEvent;
import naru.wire.AgentRequests;
import naru.wire.Json;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;

/** Reads an agent's events, as {@code naru monitor} does. */
final class EventWatch implements AutoCloseable {

    private final LinkedBlockingQueue<MonitorEvent> events = new LinkedBlockingQueue<>();
    private final Thread reader;

    EventWatch(Path socket) {
        reader = Thread.ofVirtual().start(() -> read(socket));
    }

    private void read(Path socket) {
        AgentRequests.Monitor all = AgentRequests.Monitor.everything();
        try (WireClient client = WireClient.connect(socket)) {
            client.stream("monitor", all, line -> events.add(Json.read(line, MonitorEvent.class)));
        } catch (IOException | Refusal e) {
            // Interrupted at the end; or no event comes, which is what its reader then says.
        }
    }

    /** Whether such an event comes within so many milliseconds. */
    boolean sees(Predicate<MonitorEvent> wanted, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (true) {
                long left = end - System.nanoTime();
                MonitorEvent event = events.poll(left, TimeUnit.NANOSECONDS);
                if (event == null || wanted.test(event)) {
                    return event != null;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}
