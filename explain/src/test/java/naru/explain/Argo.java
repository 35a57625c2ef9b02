package naru.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import naru.compile.Compiler;
import naru.compile.Numbering;
import naru.model.IgnoredLabels;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
import naru.model.LabelSelector.Requirement;
import naru.model.Namespace;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Port;
import naru.model.NetworkPolicy.PortRange;
import naru.model.NetworkPolicy.Rule;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.model.Protocol;

/**
 * Two nodes. On n1: the controller (probe port 8082 open to all pods), redis (6379 open to the
 * server) and the server (open to anything); on n2 a client that no policy selects.
 */
final class Argo {

    static final String KEY = "app.kubernetes.io/name";

    private Argo() {}

    static Compiler compiler(String nodeName) {
        Compiler compiler = new Compiler(nodeName, Numbering.EMPTY, IgnoredLabels.DEFAULTS);
        compiler.put(node("n1", "172.30.0.11", "10.244.1.0/24"));
        compiler.put(node("n2", "172.30.0.12", "10.244.2.0/24"));
        compiler.put(new Namespace("argocd", Map.of()));
        compiler.put(new Namespace("default", Map.of()));
        compiler.put(pod("argocd", "controller", "n1", "10.244.1.2"));
        compiler.put(pod("argocd", "redis", "n1", "10.244.1.3"));
        compiler.put(pod("argocd", "server", "n1", "10.244.1.4"));
        compiler.put(pod("default", "client", "n2", "10.244.2.2"));
        PodPeer everyPod = new PodPeer(Optional.of(LabelSelector.ALL), Optional.empty());
        compiler.put(policy("controller", new Rule(List.of(everyPod), tcp(8082))));
        PodPeer server = new PodPeer(Optional.empty(), Optional.of(named("server")));
        compiler.put(policy("redis", new Rule(List.of(server), tcp(6379))));
        compiler.put(policy("server", new Rule(List.of(), List.of())));
        endpoints(compiler, nodeName);
        compiler.drain();
        return compiler;
    }

    private static void endpoints(Compiler compiler, String nodeName) {
        compiler.setOwnAddresses(
                Set.of(Ipv4Address.parse(nodeName.equals("n1") ? "172.30.0.11" : "172.30.0.12")));
        if (nodeName.equals("n1")) {
            compiler.putEndpoint(211, key("argocd", "controller"), Ipv4Address.parse("10.244.1.2"));
            compiler.putEndpoint(212, key("argocd", "redis"), Ipv4Address.parse("10.244.1.3"));
            compiler.putEndpoint(213, key("argocd", "server"), Ipv4Address.parse("10.244.1.4"));
        } else {
            compiler.putEndpoint(311, key("default", "client"), Ipv4Address.parse("10.244.2.2"));
        }
    }

    static ObjectKey key(String namespace, String name) {
        return new ObjectKey(ObjectKey.Kind.POD, namespace, name);
    }

    private static Node node(String name, String address, String podCidr) {
        return new Node(
                name,
                Map.of(),
                List.of(Ipv4Address.parse(address)),
                List.of(Ipv4Prefix.parse(podCidr)));
    }

    static Pod pod(String namespace, String name, String node, String address) {
        return new Pod(
                namespace,
                name,
                name + "-uid",
                Map.of(KEY, name),
                node,
                address.isEmpty() ? List.of() : List.of(Ipv4Address.parse(address)),
                false,
                List.of(),
                List.of(),
                "default",
                false);
    }

    private static LabelSelector named(String name) {
        return new LabelSelector(List.of(new Requirement(KEY, Operator.IN, Set.of(name))));
    }

    private static List<Port> tcp(int port) {
        return List.of(new Port(Protocol.TCP, new PortRange(port, port)));
    }

    private static NetworkPolicy policy(String name, Rule rule) {
        return new NetworkPolicy(
                "argocd",
                name + "-policy",
                named(name),
                Set.of(Direction.INGRESS),
                List.of(rule),
                List.of());
    }
}
