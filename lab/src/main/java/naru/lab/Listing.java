package naru.lab;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import naru.lab.cluster.Cluster.Stored;
import naru.lab.fabric.Host;
import naru.lab.node.NodeRunner;
import naru.lab.pod.PodRunner;
import naru.lab.pod.PodStatus;
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.LabReplies.AgentPlace;
import naru.wire.LabReplies.NodeRow;
import naru.wire.LabReplies.PodRow;
import naru.wire.Operation.Refusal;
import org.jspecify.annotations.Nullable;

/** {@code pods}, {@code nodes} and {@code get}: what there is. */
final class Listing {

    private final Lab lab;

    Listing(Lab lab) {
        this.lab = lab;
    }

    List<PodRow> pods() throws InterruptedException {
        Map<String, EndpointRow> endpoints = endpoints();
        List<PodRow> rows = new ArrayList<>();
        for (PodRunner runner : lab.pods().values()) {
            Pod pod = runner.spec().pod();
            rows.add(row(runner, endpoints.get(pod.namespace() + "/" + pod.name())));
        }
        return rows;
    }

    /** By namespace/pod; all agents are asked at the same time. */
    private Map<String, EndpointRow> endpoints() throws InterruptedException {
        List<CompletableFuture<List<EndpointRow>>> answers = new ArrayList<>();
        for (NodeRunner node : lab.nodes().values()) {
            CompletableFuture<List<EndpointRow>> answer = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> answer.complete(node.questions().endpoints()));
            answers.add(answer);
        }
        Map<String, EndpointRow> endpoints = new HashMap<>();
        for (CompletableFuture<List<EndpointRow>> answer : answers) {
            try {
                for (EndpointRow row : answer.get()) {
                    endpoints.put(row.namespace() + "/" + row.pod(), row);
                }
            } catch (ExecutionException e) {
                throw new AssertionError("nothing fails here", e);
            }
        }
        return endpoints;
    }

    private static PodRow row(PodRunner runner, @Nullable EndpointRow endpoint) {
        Pod pod = runner.spec().pod();
        PodStatus status = runner.status();
        List<String> ips = status.addresses().stream().map(Object::toString).toList();
        boolean known = endpoint != null && !pod.hostNetwork();
        return new PodRow(
                pod.namespace(),
                pod.name(),
                pod.nodeName(),
                ips.isEmpty() ? "" : ips.getFirst(),
                ips,
                runner.places().netns().toString(),
                runner.cgroup().toString(),
                known ? (Integer) requireNonNull(endpoint).id() : null,
                known ? (Long) requireNonNull(endpoint).identity() : null,
                pod.hostNetwork(),
                status.phase(),
                status.ready(),
                status.restarts(),
                status.trouble(),
                runner.places().log().toString());
    }

    List<NodeRow> nodes() {
        List<NodeRow> rows = new ArrayList<>();
        for (NodeRunner node : lab.nodes().values()) {
            List<String> ranges = node.node().podCidrs().stream().map(Object::toString).toList();
            String socket = lab.places().agentSocket(node.node().name()).toString();
            Long pid = node.agentPid().isPresent() ? (Long) node.agentPid().getAsLong() : null;
            rows.add(
                    row(
                            node.node().name(),
                            node.host(),
                            ranges,
                            "node",
                            new AgentPlace(socket, pid)));
        }
        lab.external()
                .forEach((name, host) -> rows.add(row(name, host, List.of(), "external", null)));
        return rows;
    }

    private static NodeRow row(
            String name, Host host, List<String> ranges, String kind, @Nullable AgentPlace agent) {
        List<String> ips = host.addresses().stream().map(Object::toString).toList();
        return new NodeRow(name, ips.getFirst(), ips, ranges, host.netns().toString(), kind, agent);
    }

    /** The manifests of a kind, by any of the names that kubectl knows. */
    List<ObjectNode> get(String kind, String namespace) throws Refusal {
        ObjectKey.Kind known =
                kindOf(kind)
                        .orElseThrow(
                                () ->
                                        Refusal.usage(
                                                "there is no kind \"" + kind + "\" in a lab",
                                                "there are pods, nodes, namespaces, networkpolicies"));
        return lab.cluster().list(known).stream()
                .filter(s -> namespace.isEmpty() || s.key().namespace().equals(namespace))
                .map(Stored::raw)
                .toList();
    }

    private static Optional<ObjectKey.Kind> kindOf(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "pod", "pods", "po" -> Optional.of(ObjectKey.Kind.POD);
            case "node", "nodes", "no" -> Optional.of(ObjectKey.Kind.NODE);
            case "namespace", "namespaces", "ns" -> Optional.of(ObjectKey.Kind.NAMESPACE);
            case "networkpolicy", "networkpolicies", "netpol" ->
                    Optional.of(ObjectKey.Kind.NETWORK_POLICY);
            default -> Optional.empty();
        };
    }
}
