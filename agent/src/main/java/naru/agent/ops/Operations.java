package naru.agent.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import naru.agent.loop.EventLoop;
import naru.agent.loop.Revisions;
import naru.wire.AgentReplies.Awaited;
import naru.wire.AgentRequests;
import naru.wire.Json;
import naru.wire.Operation;
import naru.wire.Operation.Refusal;

/** All that the agent answers but CNI and explain. */
public final class Operations {

    /** Milliseconds; so that nobody who hung up is waited for much longer than anybody waits. */
    private static final long LONGEST_WAIT = TimeUnit.HOURS.toMillis(1);

    private final Sources sources;
    private final Listings listings;
    private final StatusReport status;

    public Operations(Sources sources) {
        this.sources = sources;
        this.listings = new Listings(sources.engine(), sources.maps());
        this.status = new StatusReport(sources);
    }

    /** By name. */
    public Map<String, Operation> all() {
        return Map.of(
                "status",
                reading(_ -> status.status()),
                "endpoint-list",
                reading(_ -> listings.endpoints()),
                "identity-list",
                reading(_ -> listings.identities()),
                "ipcache-list",
                reading(_ -> listings.ipcache()),
                "policy-get",
                reading(
                        args ->
                                listings.policy(
                                        Json.read(args, AgentRequests.PolicyGet.class).endpoint())),
                "ct-list",
                reading(_ -> FlowListing.rows(sources.maps().flows(), sources.engine().compiler())),
                "monitor",
                new MonitorOperation(sources),
                "await",
                this::await);
    }

    /** What is asked of the agent's state. */
    @FunctionalInterface
    private interface Reading {
        Object read(JsonNode args) throws Exception;
    }

    private Operation reading(Reading reading) {
        EventLoop loop = sources.loop();
        return (args, answer) -> answer.send(onLoop(loop, args, reading));
    }

    private static Object onLoop(EventLoop loop, JsonNode args, Reading reading)
            throws IOException, Refusal, InterruptedException {
        try {
            return loop.read(() -> reading.read(args));
        } catch (IOException | Refusal | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void await(JsonNode args, Operation.Answer answer)
            throws IOException, InterruptedException {
        AgentRequests.Await asked = Json.read(args, AgentRequests.Await.class);
        Revisions revisions = sources.revisions();
        CompletableFuture<Void> reached = revisions.await(asked.revision());
        boolean inTime = true;
        try {
            reached.get(Math.min(asked.timeoutMillis(), LONGEST_WAIT), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            inTime = false;
        } finally {
            reached.cancel(false);
        }
        List<String> pending =
                inTime ? List.of() : List.of("revision " + asked.revision() + " of the manifests");
        answer.send(new Awaited(revisions.lastApplied(), inTime, pending));
    }
}
