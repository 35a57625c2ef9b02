package naru.proof;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
import naru.model.Pod;
import naru.naive.Attempt;
import naru.naive.NaiveCluster;
import naru.naive.Party;

/**
 * How many connections were tried, how many were denied, and what the policies asked were made of.
 */
final class Tally {

    private final Map<Construct, Integer> hits = new EnumMap<>(Construct.class);
    private int allowed;
    private int denied;

    void count(NaiveCluster cluster, Attempt attempt, boolean isAllowed) {
        if (isAllowed) {
            allowed++;
        } else {
            denied++;
        }
        Set<Construct> met = EnumSet.noneOf(Construct.class);
        Party source = cluster.at(attempt.source());
        Party destination = cluster.at(attempt.destination());
        met.add(protocol(attempt));
        ends(source, destination, met);
        if (pod(source) instanceof Pod pod && pod.nodeName().equals(ProvenNode.NAME)) {
            policies(cluster.isolating(pod, Direction.EGRESS), Direction.EGRESS, destination, met);
        }
        if (pod(destination) instanceof Pod pod && pod.nodeName().equals(ProvenNode.NAME)) {
            policies(cluster.isolating(pod, Direction.INGRESS), Direction.INGRESS, source, met);
        }
        met.forEach(this::hit);
    }

    void countReply(boolean isAllowed) {
        hit(isAllowed ? Construct.REPLY : Construct.REPLY_TAKEN_AWAY);
    }

    void countLater(boolean isAllowed) {
        hit(isAllowed ? Construct.LATER_PACKET : Construct.LATER_PACKET_TAKEN_AWAY);
    }

    private void hit(Construct construct) {
        hits.merge(construct, 1, Integer::sum);
    }

    int tried() {
        return allowed + denied;
    }

    double deniedShare() {
        return (double) denied / tried();
    }

    int hits(Construct construct) {
        return hits.getOrDefault(construct, 0);
    }

    private static Object pod(Party party) {
        return party instanceof Party.KnownPod known ? known.pod() : party;
    }

    private static Construct protocol(Attempt attempt) {
        return switch (attempt.protocol()) {
            case 6 -> Construct.TCP;
            case 17 -> Construct.UDP;
            case 132 -> Construct.SCTP;
            default -> Construct.ICMP;
        };
    }

    private static void ends(Party source, Party destination, Set<Construct> met) {
        switch (source) {
            case Party.NodeItself(String name) ->
                    met.add(isHere(name) ? Construct.FROM_OWN_NODE : Construct.FROM_OTHER_NODE);
            case Party.Elsewhere _ -> met.add(Construct.FROM_OUTSIDE);
            case Party.UnknownPod _ -> met.add(Construct.NAMESPACE_UNKNOWN);
            case Party.KnownPod from -> pair(from.pod(), destination, met);
        }
        switch (destination) {
            case Party.NodeItself(String name) ->
                    met.add(isHere(name) ? Construct.TO_OWN_NODE : Construct.TO_OTHER_NODE);
            case Party.Elsewhere _ -> met.add(Construct.TO_OUTSIDE);
            case Party.UnknownPod _ -> met.add(Construct.NAMESPACE_UNKNOWN);
            case Party.KnownPod _ -> {}
        }
    }

    private static void pair(Pod from, Party destination, Set<Construct> met) {
        if (destination instanceof Party.KnownPod to) {
            boolean same = from.nodeName().equals(to.pod().nodeName());
            met.add(same ? Construct.SAME_NODE : Construct.OTHER_NODE);
        }
    }

    private static boolean isHere(String node) {
        return node.equals(ProvenNode.NAME);
    }

    private static void policies(
            List<NetworkPolicy> policies, Direction direction, Party peer, Set<Construct> met) {
        for (NetworkPolicy policy : policies) {
            met.add(
                    policy.types().size() == 2
                            ? Construct.TYPES_BOTH
                            : direction == Direction.INGRESS
                                    ? Construct.TYPES_INGRESS
                                    : Construct.TYPES_EGRESS);
            selector(policy.podSelector(), met);
            if (policy.rules(direction).isEmpty()) {
                met.add(Construct.NO_RULES);
            }
            policy.rules(direction).forEach(rule -> rule(rule, direction, peer, met));
        }
    }

    private static void rule(Rule rule, Direction direction, Party peer, Set<Construct> met) {
        if (rule.peers().isEmpty()) {
            met.add(Construct.NO_PEERS);
        }
        if (rule.ports().isEmpty()) {
            met.add(Construct.NO_PORTS);
        }
        rule.peers().forEach(p -> peer(p, peer, met));
        rule.ports().forEach(port -> port(port, rule, direction, met));
        if (rule.peers().stream().filter(PodPeer.class::isInstance).count() > 1) {
            met.add(Construct.SELECTORS_IN_TWO_PEERS);
        }
    }

    private static void peer(Peer peer, Party party, Set<Construct> met) {
        switch (peer) {
            case BlockPeer block -> {
                met.add(block.except().isEmpty() ? Construct.BLOCK : Construct.BLOCK_WITH_EXCEPT);
                met.add(
                        switch (party) {
                            case Party.KnownPod _, Party.UnknownPod _ -> Construct.BLOCK_AND_POD;
                            case Party.NodeItself _ -> Construct.BLOCK_AND_NODE;
                            case Party.Elsewhere _ -> Construct.BLOCK_AND_OUTSIDE;
                        });
            }
            case PodPeer pods -> {
                boolean both = pods.namespaces().isPresent() && pods.pods().isPresent();
                met.add(
                        both
                                ? Construct.BOTH_SELECTORS_IN_ONE_PEER
                                : pods.pods().isPresent()
                                        ? Construct.POD_SELECTOR_ALONE
                                        : Construct.NAMESPACE_SELECTOR_ALONE);
                pods.namespaces().ifPresent(s -> selector(s, met));
                pods.pods().ifPresent(s -> selector(s, met));
            }
        }
    }

    private static void selector(LabelSelector selector, Set<Construct> met) {
        if (selector.requirements().isEmpty()) {
            met.add(Construct.EMPTY_SELECTOR);
        }
        selector.requirements()
                .forEach(
                        requirement ->
                                met.add(
                                        switch (requirement.operator()) {
                                            case IN -> Construct.OPERATOR_IN;
                                            case NOT_IN -> Construct.OPERATOR_NOT_IN;
                                            case EXISTS -> Construct.OPERATOR_EXISTS;
                                            case DOES_NOT_EXIST ->
                                                    Construct.OPERATOR_DOES_NOT_EXIST;
                                        }));
    }

    private static void port(Port port, Rule rule, Direction direction, Set<Construct> met) {
        met.add(
                switch (port.match()) {
                    case AnyPort _ -> Construct.PROTOCOL_WITHOUT_PORT;
                    case PortRange range ->
                            range.first() == range.last()
                                    ? Construct.ONE_PORT
                                    : Construct.PORT_RANGE;
                    case NamedPort _ ->
                            direction == Direction.INGRESS
                                    ? Construct.NAMED_PORT_INGRESS
                                    : Construct.NAMED_PORT_EGRESS;
                });
        boolean block = rule.peers().stream().anyMatch(BlockPeer.class::isInstance);
        if (block && port.match() instanceof NamedPort && direction == Direction.EGRESS) {
            met.add(Construct.NAMED_PORT_AND_BLOCK_EGRESS);
        }
    }

    @Override
    public String toString() {
        return "%d connections, %.0f %% denied; %s"
                .formatted(
                        tried(),
                        100 * deniedShare(),
                        hits.entrySet().stream()
                                .map(hit -> hit.getKey() + " " + hit.getValue())
                                .collect(Collectors.joining(", ")));
    }
}
