package naru.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code networking.k8s.io/v1} NetworkPolicy with its defaults applied.
 *
 * @param types the directions in which it isolates the pods it selects; the defaulting of {@code
 *     policyTypes} is done by whoever reads the manifest
 */
public record NetworkPolicy(
        String namespace,
        String name,
        LabelSelector podSelector,
        Set<Direction> types,
        List<Rule> ingress,
        List<Rule> egress)
        implements ClusterObject {

    public NetworkPolicy {
        types = Set.copyOf(types);
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    /** Seen from the pod that a policy selects. */
    public enum Direction {
        INGRESS,
        EGRESS
    }

    /**
     * What a policy lets through.
     *
     * @param peers any of these; empty means everybody
     * @param ports any of these; empty means every port of every protocol
     */
    public record Rule(List<Peer> peers, List<Port> ports) {
        public Rule {
            peers = List.copyOf(peers);
            ports = List.copyOf(ports);
        }
    }

    /** Who is at the other end. */
    public sealed interface Peer permits PodPeer, BlockPeer {}

    /**
     * Pods by labels.
     *
     * @param namespaces missing: the policy's own namespace
     * @param pods missing: all pods of those namespaces
     */
    public record PodPeer(Optional<LabelSelector> namespaces, Optional<LabelSelector> pods)
            implements Peer {}

    /** Addresses of a block, but not those of its exceptions; matches pods and nodes too. */
    public record BlockPeer(Ipv4Prefix cidr, List<Ipv4Prefix> except) implements Peer {
        public BlockPeer {
            except = except.stream().distinct().sorted().toList();
        }

        @Override
        public String toString() {
            return except.isEmpty() ? cidr.toString() : cidr + " except " + except;
        }
    }

    /** A port at the destination; {@code ports} holds any for this protocol, a range, or a name. */
    public record Port(Protocol protocol, PortMatch match) {}

    /** Which ports. */
    public sealed interface PortMatch permits AnyPort, PortRange, NamedPort {}

    /** Every port of the protocol. */
    public record AnyPort() implements PortMatch {}

    /**
     * From {@code first} to {@code last}, both included, 1 to 65535; one port if they are equal.
     */
    public record PortRange(int first, int last) implements PortMatch {}

    /** What the destination pod calls so, for that protocol. */
    public record NamedPort(String name) implements PortMatch {}

    public List<Rule> rules(Direction direction) {
        return switch (direction) {
            case INGRESS -> ingress;
            case EGRESS -> egress;
        };
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(ObjectKey.Kind.NETWORK_POLICY, namespace, name);
    }
}
