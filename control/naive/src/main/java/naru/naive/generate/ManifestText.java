package naru.naive.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import naru.model.ClusterObject;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Requirement;
import naru.model.Namespace;
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
import naru.model.Node;
import naru.model.Pod;
import naru.model.Pod.ContainerPort;

/**
 * Objects as manifests in JSON, written down as people do, who leave out what is the default. A pod
 * has no status: who runs it gives it its addresses. Each of its ports has a container of its own,
 * because names of ports may only repeat among containers.
 */
public final class ManifestText {

    private ManifestText() {}

    /** One JSON object on one line. */
    public static String of(ClusterObject object) {
        return json(
                switch (object) {
                    case Namespace namespace ->
                            manifest(
                                    "v1",
                                    "Namespace",
                                    metadata("", namespace.name(), namespace.labels()),
                                    Map.of());
                    case Node node -> node(node);
                    case Pod pod ->
                            manifest(
                                    "v1",
                                    "Pod",
                                    metadata(pod.namespace(), pod.name(), pod.labels()),
                                    Map.of("spec", spec(pod)));
                    case NetworkPolicy policy ->
                            manifest(
                                    "networking.k8s.io/v1",
                                    "NetworkPolicy",
                                    metadata(policy.namespace(), policy.name(), Map.of()),
                                    Map.of("spec", spec(policy)));
                });
    }

    private static Map<String, Object> manifest(
            String version, String kind, Map<String, Object> metadata, Map<String, Object> rest) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("apiVersion", version);
        manifest.put("kind", kind);
        manifest.put("metadata", metadata);
        manifest.putAll(rest);
        return manifest;
    }

    private static Map<String, Object> metadata(
            String namespace, String name, Map<String, String> labels) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        metadata.put("name", name);
        if (!labels.isEmpty()) {
            metadata.put("labels", new TreeMap<>(labels));
        }
        return metadata;
    }

    private static Map<String, Object> node(Node node) {
        List<Object> addresses =
                node.addresses().stream()
                        .<Object>map(a -> Map.of("type", "InternalIP", "address", a.toString()))
                        .toList();
        List<String> ranges = node.podCidrs().stream().map(Object::toString).toList();
        return manifest(
                "v1",
                "Node",
                metadata("", node.name(), node.labels()),
                Map.of(
                        "spec",
                        Map.of("podCIDR", ranges.getFirst(), "podCIDRs", ranges),
                        "status",
                        Map.of("addresses", addresses)));
    }

    private static Map<String, Object> spec(Pod pod) {
        List<Object> containers = new ArrayList<>();
        for (ContainerPort port : pod.ports()) {
            containers.add(Map.of("name", "c" + containers.size(), "ports", List.of(port(port))));
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("nodeName", pod.nodeName());
        if (pod.hostNetwork()) {
            spec.put("hostNetwork", true);
        }
        spec.put("serviceAccountName", pod.serviceAccount());
        spec.put("containers", containers);
        return spec;
    }

    private static Map<String, Object> port(ContainerPort port) {
        Map<String, Object> written = new LinkedHashMap<>();
        if (!port.name().isEmpty()) {
            written.put("name", port.name());
        }
        written.put("containerPort", port.number());
        written.put("protocol", port.protocol().name());
        return written;
    }

    private static Map<String, Object> spec(NetworkPolicy policy) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("podSelector", selector(policy.podSelector()));
        if (!policy.types().equals(typesByDefault(policy))) {
            spec.put("policyTypes", policy.types().stream().map(ManifestText::word).toList());
        }
        spec.put("ingress", policy.ingress().stream().map(r -> rule(r, "from")).toList());
        spec.put("egress", policy.egress().stream().map(r -> rule(r, "to")).toList());
        return spec;
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
                rule.peers().stream().map(ManifestText::peer).toList(),
                "ports",
                rule.ports().stream().map(ManifestText::port).toList());
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
                selector.requirements().stream().map(ManifestText::requirement).toList();
        return expressions.isEmpty() ? Map.of() : Map.of("matchExpressions", expressions);
    }

    private static Map<String, Object> requirement(Requirement requirement) {
        return Map.of(
                "key",
                requirement.key(),
                "operator",
                requirement.operator().manifestName(),
                "values",
                List.copyOf(new TreeSet<>(requirement.values())));
    }

    private static String json(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e -> json(e.getKey()) + ": " + json(e.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list ->
                    list.stream()
                            .map(ManifestText::json)
                            .collect(Collectors.joining(", ", "[", "]"));
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> "\"" + value + "\""; // words of the generators need no escapes
        };
    }
}
