package naru.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
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
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.model.Pod.ContainerPort;
import naru.model.Protocol;

/**
 * Short words for objects. Labels are written {@code app=web,tier=front}, ports {@code
 * http=80/TCP,53/UDP}.
 */
final class Manifests {

    private Manifests() {}

    static Ipv4Address ip(String text) {
        return Ipv4Address.parse(text);
    }

    static Ipv4Prefix cidr(String text) {
        return Ipv4Prefix.parse(text);
    }

    static ObjectKey podKey(String path) {
        return key(ObjectKey.Kind.POD, path);
    }

    static ObjectKey policyKey(String path) {
        return key(ObjectKey.Kind.NETWORK_POLICY, path);
    }

    private static ObjectKey key(ObjectKey.Kind kind, String path) {
        int slash = path.indexOf('/');
        return new ObjectKey(kind, path.substring(0, slash), path.substring(slash + 1));
    }

    static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        for (String part : parts(text)) {
            labels.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
        }
        return labels;
    }

    static Namespace namespace(String name, String labels) {
        return new Namespace(name, labels(labels));
    }

    static Node node(String name, String address, String podCidr) {
        return new Node(name, Map.of(), List.of(ip(address)), List.of(cidr(podCidr)));
    }

    static Pod pod(String path, String labels, String node, String address, String ports) {
        return pod(path, labels, node, address, ports, false, false);
    }

    static Pod finishedPod(String path, String labels, String node, String address) {
        return pod(path, labels, node, address, "", false, true);
    }

    static Pod hostNetworkPod(String path, String labels, String node, String address) {
        return pod(path, labels, node, address, "", true, false);
    }

    private static Pod pod(
            String path,
            String labels,
            String node,
            String address,
            String ports,
            boolean host,
            boolean finished) {
        ObjectKey key = podKey(path);
        List<ContainerPort> containerPorts = new ArrayList<>();
        for (String port : parts(ports)) {
            String name = port.contains("=") ? port.substring(0, port.indexOf('=')) : "";
            String rest = port.substring(port.indexOf('=') + 1);
            int number = Integer.parseInt(rest.substring(0, rest.indexOf('/')));
            containerPorts.add(
                    new ContainerPort(
                            name, number, Protocol.valueOf(rest.substring(rest.indexOf('/') + 1))));
        }
        return new Pod(
                key.namespace(),
                key.name(),
                "uid-of-" + path,
                labels(labels),
                node,
                address.isEmpty() ? List.of() : List.of(ip(address)),
                host,
                containerPorts,
                List.of(),
                "default",
                finished);
    }

    /** All of these labels. */
    static LabelSelector having(String labels) {
        List<Requirement> requirements = new ArrayList<>();
        labels(labels)
                .forEach(
                        (key, value) ->
                                requirements.add(new Requirement(key, Operator.IN, Set.of(value))));
        return new LabelSelector(requirements);
    }

    static Peer pods(String labels) {
        return new PodPeer(Optional.empty(), Optional.of(having(labels)));
    }

    static Peer namespaces(String labels) {
        return new PodPeer(Optional.of(having(labels)), Optional.empty());
    }

    static Peer podsOf(String namespaceLabels, String podLabels) {
        return new PodPeer(Optional.of(having(namespaceLabels)), Optional.of(having(podLabels)));
    }

    static Peer block(String cidr, String... except) {
        return new BlockPeer(cidr(cidr), Arrays.stream(except).map(Manifests::cidr).toList());
    }

    static Port tcp(int port) {
        return tcp(port, port);
    }

    static Port tcp(int first, int last) {
        return new Port(Protocol.TCP, new PortRange(first, last));
    }

    static Port udp(int port) {
        return new Port(Protocol.UDP, new PortRange(port, port));
    }

    static Port allTcp() {
        return new Port(Protocol.TCP, new AnyPort());
    }

    static Port tcp(String name) {
        return new Port(Protocol.TCP, new NamedPort(name));
    }

    static Rule rule(List<Peer> peers, Port... ports) {
        return new Rule(peers, List.of(ports));
    }

    /** Selects pods of its namespace with these labels, lets in what a rule says. */
    static NetworkPolicy ingress(String path, String labels, Rule... rules) {
        ObjectKey key = policyKey(path);
        Set<Direction> types = EnumSet.of(Direction.INGRESS);
        return new NetworkPolicy(
                key.namespace(), key.name(), having(labels), types, List.of(rules), List.of());
    }

    static NetworkPolicy egress(String path, String labels, Rule... rules) {
        ObjectKey key = policyKey(path);
        Set<Direction> types = EnumSet.of(Direction.EGRESS);
        return new NetworkPolicy(
                key.namespace(), key.name(), having(labels), types, List.of(), List.of(rules));
    }

    private static List<String> parts(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }
}
