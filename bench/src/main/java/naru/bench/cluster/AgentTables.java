package naru.bench.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import naru.bench.report.BenchFailure;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.FlowRow;
import naru.wire.AgentReplies.MapUse;
import naru.wire.AgentReplies.PolicyRow;
import naru.wire.AgentReplies.Status;
import naru.wire.AgentRequests;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;
import org.jspecify.annotations.Nullable;

/** What an agent says about its node, as {@code naru bpf …} shows it. */
public final class AgentTables {

    private final Path socket;

    AgentTables(Path socket) {
        this.socket = socket;
    }

    public Path socket() {
        return socket;
    }

    /**
     * @param endpoint namespace/pod
     */
    public List<PolicyRow> policy(String endpoint) throws IOException, BenchFailure {
        return List.of(ask("policy-get", new AgentRequests.PolicyGet(endpoint), PolicyRow[].class));
    }

    public List<EndpointRow> endpoints() throws IOException, BenchFailure {
        return List.of(ask("endpoint-list", null, EndpointRow[].class));
    }

    public List<FlowRow> flows() throws IOException, BenchFailure {
        return List.of(ask("ct-list", null, FlowRow[].class));
    }

    public Status status() throws IOException, BenchFailure {
        return ask("status", null, Status.class);
    }

    /**
     * How many entries a map has.
     *
     * @param map the beginning of its name
     */
    public long mapEntries(String map) throws IOException, BenchFailure {
        return status().maps().stream()
                .filter(use -> use.name().startsWith(map))
                .mapToLong(MapUse::entries)
                .sum();
    }

    private <T> T ask(String op, @Nullable Object args, Class<T> type)
            throws IOException, BenchFailure {
        try (WireClient client = WireClient.connect(socket)) {
            return client.ask(op, args, type);
        } catch (Refusal e) {
            throw new BenchFailure("agent, " + op + ": " + e.getMessage());
        }
    }
}
