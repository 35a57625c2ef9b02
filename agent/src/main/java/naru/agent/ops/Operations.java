package naru.agent.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import naru.agent.loop.Revisions;
import naru.datapath.PolicyCounters;
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
        this.listings = new Listings(sources.engine());
        this.status = new StatusReport(sources);
    }

    /** By name. */
    public Map<String, Operation> all() {
        return Map.of(
                "status",
                reading(status::status),
                "endpoint-list",
                reading(listings::endpoints),
                "identity-list",
                reading(listings::identities),
                "ipcache-list",
                reading(listings::ipcache),
                "policy-get",
                this::policy,
                "ct-list",
                reading(
                        () ->
                                FlowListing.rows(
                                        sources.maps().flows(), sources.engine().compiler())),
                "monitor",
                new MonitorOperation(sources),
                "await",
                this::await);
    }

    /** What is asked of the agent's state, whatever the arguments. */
    private Operation reading(Callable<?> reading) {
        return (_, answer) -> answer.send(onLoop(reading));
    }

    private Object onLoop(Callable<?> reading) throws IOException, Refusal, InterruptedException {
        try {
            return sources.loop().read(reading);
        } catch (IOException | Refusal | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void policy(JsonNode args, Operation.Answer answer)
            throws IOException, Refusal, InterruptedException {
        String endpoint = Json.read(args, AgentRequests.PolicyGet.class).endpoint();
        PolicyCounters counters = PolicyCounters.of(sources.maps());
        answer.send(onLoop(() -> listings.policy(endpoint, counters)));
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
