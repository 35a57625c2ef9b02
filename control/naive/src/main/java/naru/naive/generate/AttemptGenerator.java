package naru.naive.generate;

import java.util.ArrayList;
import java.util.List;
import naru.model.Ipv4Address;
import naru.model.Node;
import naru.model.Pod;
import naru.model.Pod.ContainerPort;
import naru.naive.Attempt;
import naru.naive.NaiveCluster;

/**
 * Connections between pods, nodes and what lies outside; at least one end is a pod if there is one.
 */
public final class AttemptGenerator {

    private static final List<Integer> PROTOCOLS = List.of(6, 6, 6, 17, 17, 132, Attempt.ICMP);

    private final Dice dice;

    public AttemptGenerator(Dice dice) {
        this.dice = dice;
    }

    public Attempt attempt(NaiveCluster cluster) {
        List<Pod> pods =
                cluster.all(Pod.class).stream().filter(pod -> !pod.addresses().isEmpty()).toList();
        int chance = dice.below(100);
        boolean podToPod = chance < 60;
        Ipv4Address source = podToPod || chance < 80 ? podAddress(pods) : otherAddress(cluster);
        Ipv4Address destination =
                podToPod || chance >= 80 ? podAddress(pods) : otherAddress(cluster);
        int protocol = dice.pick(PROTOCOLS);
        return new Attempt(
                source,
                destination,
                protocol,
                protocol == Attempt.ICMP ? 0 : port(pods, destination));
    }

    private Ipv4Address podAddress(List<Pod> pods) {
        return pods.isEmpty() ? dice.pick(Words.OUTSIDE) : dice.pick(dice.pick(pods).addresses());
    }

    private Ipv4Address otherAddress(NaiveCluster cluster) {
        List<Ipv4Address> others = new ArrayList<>(Words.OUTSIDE);
        cluster.all(Node.class)
                .forEach(
                        node -> {
                            others.addAll(node.addresses());
                            others.addAll(node.addresses());
                        });
        return dice.pick(others);
    }

    /** Mostly a port that the destination or a policy speaks of, sometimes one beside it. */
    private int port(List<Pod> pods, Ipv4Address destination) {
        List<Integer> own =
                pods.stream()
                        .filter(pod -> pod.addresses().contains(destination))
                        .flatMap(pod -> pod.ports().stream())
                        .map(ContainerPort::number)
                        .toList();
        int port = !own.isEmpty() && dice.percent(50) ? dice.pick(own) : dice.pick(Words.PORTS);
        return dice.percent(10) ? port + dice.between(-1, 8) : port;
    }
}
