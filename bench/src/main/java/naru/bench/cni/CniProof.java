package naru.bench.cni;

import java.io.IOException;
import java.util.List;
import naru.bench.cluster.AgentTables;
import naru.bench.cluster.BenchLab;
import naru.bench.report.BenchFailure;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.PolicyRow;

/** Shows that an endpoint is under its policy when ADD returns, and gone when DEL does. */
final class CniProof {

    /** That of the first pod. */
    private static final int TURN = 0;

    private final AgentTables agent;
    private final Plugins plugins;

    CniProof(BenchLab lab, Plugins plugins) {
        this.agent = lab.agent("n1");
        this.plugins = plugins;
    }

    List<String> show() throws IOException, BenchFailure {
        Subject naru = plugins.subjects().getLast();
        Subject.Pod pod = naru.pods().getFirst();
        naru.caller().one(List.of(naru.call("ADD", TURN)));
        String endpoint = "bench/" + pod.name();
        EndpointRow row = row(endpoint);
        List<PolicyRow> entries = agent.policy(endpoint);
        check(row, entries);
        naru.caller().one(List.of(naru.call("DEL", TURN)));
        if (agent.endpoints().stream().anyMatch(one -> one.pod().equals(pod.name()))) {
            throw new BenchFailure("proof failed: " + endpoint + " is still there after DEL");
        }
        return List.of(
                "when ADD returned, %s was %s, isolated by %s, with %d entries in the kernel's policy map; after DEL it was gone"
                        .formatted(endpoint, row.state(), row.ingressPolicies(), entries.size()));
    }

    private EndpointRow row(String endpoint) throws IOException, BenchFailure {
        return agent.endpoints().stream()
                .filter(row -> (row.namespace() + "/" + row.pod()).equals(endpoint))
                .findFirst()
                .orElseThrow(
                        () ->
                                new BenchFailure(
                                        "proof failed: after ADD the agent has no endpoint "
                                                + endpoint));
    }

    static void check(EndpointRow row, List<PolicyRow> entries) throws BenchFailure {
        if (!row.state().equals("ready") || row.ingressPolicies().isEmpty()) {
            throw new BenchFailure(
                    "proof failed: after ADD %s/%s is %s, isolated by %s: no policy is in force"
                            .formatted(
                                    row.namespace(),
                                    row.pod(),
                                    row.state(),
                                    row.ingressPolicies()));
        }
        if (entries.size() < 2) {
            throw new BenchFailure(
                    "proof failed: after ADD %s/%s has only %d policy entries"
                            .formatted(row.namespace(), row.pod(), entries.size()));
        }
    }
}
