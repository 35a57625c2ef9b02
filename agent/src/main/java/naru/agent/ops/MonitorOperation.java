package naru.agent.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import naru.agent.monitor.EventHub;
import naru.agent.monitor.EventTranslator;
import naru.datapath.FlowEvent;
import naru.wire.AgentReplies.MonitorEvent;
import naru.wire.AgentReplies.Subscribed;
import naru.wire.AgentRequests;
import naru.wire.Json;
import naru.wire.Operation;

/** Answers {@code monitor}: events as they come, until the asker hangs up. */
final class MonitorOperation implements Operation {

    private static final int BATCH = 256;
    private static final long PATIENCE_MILLIS = 1000;

    private final Sources sources;
    private final EventTranslator translator;

    MonitorOperation(Sources sources) {
        this.sources = sources;
        this.translator = new EventTranslator(sources.node(), sources.engine());
    }

    @Override
    public void answer(JsonNode args, Answer answer)
            throws IOException, Refusal, InterruptedException {
        AgentRequests.Monitor asked = Json.read(args, AgentRequests.Monitor.class);
        MonitorFilter filter = MonitorFilter.of(asked);
        try (EventHub.Subscription subscription = sources.events().subscribe()) {
            answer.interruptOnHangUp();
            if (asked.announce()) {
                answer.stream(new Subscribed(sources.node()));
            }
            Losses losses = new Losses(sources, subscription);
            List<FlowEvent> batch = new ArrayList<>();
            while (true) {
                if (subscription.take(batch, BATCH, PATIENCE_MILLIS)) {
                    for (MonitorEvent event : translate(batch, losses)) {
                        if (filter.takes(event)) {
                            answer.stream(event);
                        }
                    }
                    batch.clear();
                }
            }
        }
    }

    private List<MonitorEvent> translate(List<FlowEvent> batch, Losses losses)
            throws IOException, InterruptedException {
        long lost = losses.take();
        try {
            return sources.loop().read(() -> translateOnLoop(batch, lost));
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private List<MonitorEvent> translateOnLoop(List<FlowEvent> batch, long lostBefore) {
        List<MonitorEvent> events = new ArrayList<>();
        long lost = lostBefore;
        for (FlowEvent event : batch) {
            events.add(translator.translate(event, lost));
            lost = 0;
        }
        return events;
    }

    /** What this asker did not get, on either side of the ring buffer. */
    private static final class Losses {

        private final Sources sources;
        private final EventHub.Subscription subscription;
        private long kernelBefore;

        Losses(Sources sources, EventHub.Subscription subscription) {
            this.sources = sources;
            this.subscription = subscription;
            this.kernelBefore = sources.maps().eventsLost().lost();
        }

        long take() {
            long kernel = sources.maps().eventsLost().lost();
            long lost = subscription.takeMissed() + kernel - kernelBefore;
            kernelBefore = kernel;
            return lost;
        }
    }
}
