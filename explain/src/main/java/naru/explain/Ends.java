package naru.explain;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import naru.compile.Compiler;
import naru.compile.LocalEndpoint;
import naru.model.ClusterObject;
import naru.model.Ipv4Address;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.model.Pod;

/** Understands questions: names and addresses to what the cluster's objects say they are. */
public final class Ends {

    /** Addresses for documentation (RFC 5737), of which one stands for the world. */
    private static final List<Ipv4Address> WORLD =
            Stream.of("203.0.113.1", "198.51.100.1", "192.0.2.1").map(Ipv4Address::parse).toList();

    private final Compiler cluster;
    private final String ownNode;

    /**
     * @param ownNode whose kubelet is meant if the other end is no pod
     */
    public Ends(Compiler cluster, String ownNode) {
        this.cluster = cluster;
        this.ownNode = ownNode;
    }

    /**
     * A question in words.
     *
     * @param port 0: none
     * @param protocol empty: tcp with a port, else icmp
     */
    public Question question(String source, String destination, int port, String protocol)
            throws QuestionException {
        int number = protocol(port, protocol);
        End to = destination.equals("kubelet") ? null : end(destination);
        End from = source.equals("kubelet") ? kubelet(source, to) : end(source);
        return new Question(from, to == null ? kubelet(destination, from) : to, number, port);
    }

    private static int protocol(int port, String protocol) throws QuestionException {
        if (port < 0 || port > 65535) {
            throw new QuestionException("port " + port + " is not in 1..65535");
        }
        int number =
                switch (protocol.toLowerCase(Locale.ROOT)) {
                    case "" -> port == 0 ? Question.ICMP : 6;
                    case "tcp" -> 6;
                    case "udp" -> 17;
                    case "sctp" -> 132;
                    case "icmp" -> Question.ICMP;
                    default ->
                            throw new QuestionException(
                                    "protocol \""
                                            + protocol
                                            + "\" is none of tcp, udp, sctp, icmp");
                };
        if (number == Question.ICMP && port != 0) {
            throw new QuestionException("ICMP has no ports; leave out \":" + port + "\"");
        }
        if (number != Question.ICMP && port == 0) {
            throw new QuestionException(
                    "name the port for " + protocol + ", e.g. :8080/" + protocol);
        }
        return number;
    }

    private End end(String text) throws QuestionException {
        if (text.equals("world")) {
            return world();
        }
        int slash = text.indexOf('/');
        if (slash > 0) {
            String head = text.substring(0, slash);
            String tail = text.substring(slash + 1);
            if (head.equals("svc")) {
                throw new QuestionException(
                        "services are not known yet; ask for a pod behind " + tail);
            }
            return head.equals("node") ? node(text, tail) : pod(text, head, tail);
        }
        return address(text);
    }

    private End kubelet(String asked, @org.jspecify.annotations.Nullable End other)
            throws QuestionException {
        String node = other == null || other.node().isEmpty() ? ownNode : other.node();
        Node object =
                object(Node.class, new ObjectKey(ObjectKey.Kind.NODE, "", node))
                        .orElseThrow(
                                () -> new QuestionException("there is no Node \"" + node + "\""));
        return new End.Host(
                asked, "kubelet of " + node, node, object.addresses().stream().findFirst());
    }

    private End node(String asked, String name) throws QuestionException {
        return object(Node.class, new ObjectKey(ObjectKey.Kind.NODE, "", name))
                .map(node -> host(asked, node, node.addresses().stream().findFirst()))
                .orElseThrow(
                        () ->
                                new QuestionException(
                                        "there is no node \""
                                                + name
                                                + "\"; there are "
                                                + names(Node.class)));
    }

    private static End host(String asked, Node node, Optional<Ipv4Address> address) {
        return new End.Host(asked, "node/" + node.name(), node.name(), address);
    }

    private End pod(String asked, String namespace, String name) throws QuestionException {
        ObjectKey key = new ObjectKey(ObjectKey.Kind.POD, namespace, name);
        Pod pod =
                object(Pod.class, key)
                        .orElseThrow(
                                () ->
                                        new QuestionException(
                                                "there is no pod "
                                                        + asked
                                                        + "; there are "
                                                        + names(Pod.class)));
        return end(asked, pod);
    }

    private End end(String asked, Pod pod) {
        Optional<Ipv4Address> address = pod.addresses().stream().findFirst();
        return pod.hostNetwork()
                ? new End.Host(
                        asked,
                        pod.namespace() + "/" + pod.name() + " (host network)",
                        pod.nodeName(),
                        address)
                : new End.Pod(
                        asked, pod.key(), pod.nodeName(), address.or(() -> attached(pod.key())));
    }

    /** This node knows its pods' addresses before the manifests say them. */
    private Optional<Ipv4Address> attached(ObjectKey pod) {
        return cluster.endpoints().keySet().stream()
                .flatMap(slot -> cluster.endpoint(slot).stream())
                .filter(endpoint -> endpoint.pod().equals(Optional.of(pod)))
                .map(LocalEndpoint::address)
                .findFirst();
    }

    private End address(String text) throws QuestionException {
        Ipv4Address address;
        try {
            address = Ipv4Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new QuestionException(
                    "\""
                            + text
                            + "\" is none of namespace/pod, node/NAME, an IPv4 address, kubelet, world");
        }
        Optional<Pod> local =
                cluster.endpoint(address)
                        .flatMap(LocalEndpoint::pod)
                        .flatMap(key -> object(Pod.class, key));
        if (local.isPresent()) {
            return end(text, local.get());
        }
        for (ClusterObject object : cluster.objects()) {
            if (object instanceof Pod pod
                    && !pod.hostNetwork()
                    && !pod.finished()
                    && pod.addresses().contains(address)) {
                return end(text, pod);
            }
            if (object instanceof Node node && node.addresses().contains(address)) {
                return host(text, node, Optional.of(address));
            }
        }
        return new End.Outside(text, text, Optional.of(address));
    }

    /** An address that nobody holds and, if there is one, that no policy's block covers. */
    private End world() {
        Ipv4Address address =
                WORLD.stream()
                        .filter(a -> cluster.block(a).isEmpty())
                        .findFirst()
                        .orElse(WORLD.getFirst());
        return new End.Outside("world", "world (as " + address + ")", Optional.of(address));
    }

    private <T extends ClusterObject> Optional<T> object(Class<T> kind, ObjectKey key) {
        return cluster.object(key).filter(kind::isInstance).map(kind::cast);
    }

    private String names(Class<? extends ClusterObject> kind) {
        Collection<? extends ClusterObject> all =
                cluster.objects().stream().filter(kind::isInstance).toList();
        String some =
                String.join(
                        ", ",
                        all.stream()
                                .map(ClusterObject::key)
                                .map(
                                        key ->
                                                key.namespace().isEmpty()
                                                        ? key.name()
                                                        : key.namespace() + "/" + key.name())
                                .sorted()
                                .limit(8)
                                .toList());
        return all.isEmpty()
                ? "none"
                : all.size() > 8 ? some + " and " + (all.size() - 8) + " more" : some;
    }
}
