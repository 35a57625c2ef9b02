package naru.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import naru.model.LabelSelector;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.AnyPort;
import naru.model.NetworkPolicy.BlockPeer;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.NamedPort;
import naru.model.NetworkPolicy.Peer;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Port;
import naru.model.NetworkPolicy.PortRange;
import naru.model.NetworkPolicy.Rule;
import naru.watch.manifest.ManifestReader;
import naru.watch.manifest.ManifestReading;

/**
 * A policy on the way that it takes in the product: written down as people do, who leave out what
 * is the default, and read again.
 */
final class PolicyManifest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PolicyManifest() {}

    static NetworkPolicy writtenAndRead(NetworkPolicy policy) {
        ManifestReading reading = ManifestReader.read("policy.json", write(policy));
        if (reading.objects().size() != 1) {
            throw new AssertionError(policy + " was not read: " + reading.problems());
        }
        return (NetworkPolicy) reading.objects().getFirst().object();
    }

    private static String write(NetworkPolicy policy) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("podSelector", selector(policy.podSelector()));
        if (!policy.types().equals(typesByDefault(policy))) {
            spec.put("policyTypes", policy.types().stream().map(PolicyManifest::word).toList());
        }
        spec.put("ingress", policy.ingress().stream().map(r -> rule(r, "from")).toList());
        spec.put("egress", policy.egress().stream().map(r -> rule(r, "to")).toList());
        Map<String, Object> manifest =
                Map.of(
                        "apiVersion",
                        "networking.k8s.io/v1",
                        "kind",
                        "NetworkPolicy",
                        "metadata",
                        Map.of("namespace", policy.namespace(), "name", policy.name()),
                        "spec",
                        spec);
        try {
            return JSON.writeValueAsString(manifest);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The API's words: Ingress is always assumed, Egress if there are egress rules. */
    private static Set<Direction> typesByDefault(NetworkPolicy policy) {
        return policy.egress().isEmpty()
                ? Set.of(Direction.INGRESS)
                : Set.of(Direction.INGRESS, Direction.EGRESS);
    }

    private static String word(Direction direction) {
        return switch (direction) {
            case INGRESS -> "Ingress";
            case EGRESS -> "Egress";
        };
    }

    private static Map<String, Object> rule(Rule rule, String peers) {
        return Map.of(
                peers,
                rule.peers().stream().map(PolicyManifest::peer).toList(),
                "ports",
                rule.ports().stream().map(PolicyManifest::port).toList());
    }

    private static Map<String, Object> peer(Peer peer) {
        Map<String, Object> written = new LinkedHashMap<>();
        switch (peer) {
            case BlockPeer(var cidr, var except) ->
                    written.put(
                            "ipBlock",
                            Map.of(
                                    "cidr", cidr.toString(),
                                    "except", except.stream().map(Object::toString).toList()));
            case PodPeer(var namespaces, var pods) -> {
                namespaces.ifPresent(s -> written.put("namespaceSelector", selector(s)));
                pods.ifPresent(s -> written.put("podSelector", selector(s)));
            }
        }
        return written;
    }

    private static Map<String, Object> port(Port port) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("protocol", port.protocol().name());
        switch (port.match()) {
            case AnyPort() -> {}
            case NamedPort(String name) -> written.put("port", name);
            case PortRange(int first, int last) -> {
                written.put("port", first);
                if (first != last) {
                    written.put("endPort", last);
                }
            }
        }
        return written;
    }

    private static Map<String, Object> selector(LabelSelector selector) {
        List<Map<String, Object>> expressions =
                selector.requirements().stream()
                        .map(
                                requirement ->
                                        Map.<String, Object>of(
                                                "key", requirement.key(),
                                                "operator", requirement.operator().manifestName(),
                                                "values",
                                                        List.copyOf(
                                                                new TreeSet<>(
                                                                        requirement.values()))))
                        .toList();
        return expressions.isEmpty() ? Map.of() : Map.of("matchExpressions", expressions);
    }
}
