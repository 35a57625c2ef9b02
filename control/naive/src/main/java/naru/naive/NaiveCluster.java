package naru.naive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import naru.model.ClusterObject;
import naru.model.Ipv4Address;
import naru.model.Namespace;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.Direction;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.model.Pod;

/** All objects of a cluster, and what its policies say of a connection. */
public final class NaiveCluster {

    private final Map<ObjectKey, ClusterObject> objects = new TreeMap<>();

    public void put(ClusterObject object) {
        objects.put(object.key(), object);
    }

    public void remove(ObjectKey key) {
        objects.remove(key);
    }

    public Collection<ClusterObject> objects() {
        return Collections.unmodifiableCollection(objects.values());
    }

    public <T extends ClusterObject> List<T> all(Class<T> kind) {
        return objects.values().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Whom an address belongs to; nodes come first. */
    public Party at(Ipv4Address address) {
        for (Node node : all(Node.class)) {
            if (node.addresses().contains(address)) {
                return new Party.NodeItself(node.name());
            }
        }
        for (Pod pod : all(Pod.class)) {
            if (!pod.hostNetwork() && !pod.finished() && pod.addresses().contains(address)) {
                return namespaceLabels(pod.namespace())
                        .<Party>map(labels -> new Party.KnownPod(pod, labels))
                        .orElseGet(() -> new Party.UnknownPod(pod));
            }
        }
        return new Party.Elsewhere();
    }

    private Optional<Map<String, String>> namespaceLabels(String name) {
        return all(Namespace.class).stream()
                .filter(namespace -> namespace.name().equals(name))
                .map(Namespace::labels)
                .findFirst();
    }

    public Answer ask(Attempt attempt) {
        if (attempt.source().equals(attempt.destination())) {
            return new Answer(true, true); // a pod cannot block access to itself
        }
        Party source = at(attempt.source());
        Party destination = at(attempt.destination());
        return new Answer(
                leaves(source, destination, attempt), enters(source, destination, attempt));
    }

    private boolean leaves(Party source, Party destination, Attempt attempt) {
        return switch (source) {
            case Party.KnownPod pod ->
                    allowed(
                            pod.pod(),
                            Direction.EGRESS,
                            destination,
                            attempt.destination(),
                            destination,
                            attempt);
            case Party.UnknownPod _ -> false;
            case Party.NodeItself _, Party.Elsewhere _ -> true;
        };
    }

    private boolean enters(Party source, Party destination, Attempt attempt) {
        return switch (destination) {
            case Party.KnownPod pod ->
                    isOwnNode(source, pod.pod())
                            || allowed(
                                    pod.pod(),
                                    Direction.INGRESS,
                                    source,
                                    attempt.source(),
                                    destination,
                                    attempt);
            case Party.UnknownPod pod -> isOwnNode(source, pod.pod());
            case Party.NodeItself _, Party.Elsewhere _ -> true;
        };
    }

    private static boolean isOwnNode(Party party, Pod pod) {
        return party instanceof Party.NodeItself(String name) && name.equals(pod.nodeName());
    }

    /**
     * A pod that no policy isolates lets everything through; of one that is isolated, some rule
     * must say so.
     */
    private boolean allowed(
            Pod pod,
            Direction direction,
            Party peer,
            Ipv4Address peerAddress,
            Party destination,
            Attempt attempt) {
        List<NetworkPolicy> isolating = isolating(pod, direction);
        if (isolating.isEmpty()) {
            return true;
        }
        for (NetworkPolicy policy : isolating) {
            for (NetworkPolicy.Rule rule : policy.rules(direction)) {
                if (NaivePeers.match(rule.peers(), policy.namespace(), peer, peerAddress)
                        && NaivePorts.match(rule.ports(), destination, attempt)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The policies of a pod's namespace that select it and have this type. */
    public List<NetworkPolicy> isolating(Pod pod, Direction direction) {
        List<NetworkPolicy> isolating = new ArrayList<>();
        for (NetworkPolicy policy : all(NetworkPolicy.class)) {
            if (policy.namespace().equals(pod.namespace())
                    && policy.types().contains(direction)
                    && NaiveLabels.match(policy.podSelector(), pod.labels())) {
                isolating.add(policy);
            }
        }
        return isolating;
    }
}
