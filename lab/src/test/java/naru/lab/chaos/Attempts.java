package naru.lab.chaos;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import naru.model.Ipv4Address;
import naru.model.Node;
import naru.model.Pod;
import naru.naive.Attempt;
import naru.naive.generate.Dice;

/** Draws connections among pods and nodes that have been there since the last calm. */
final class Attempts {

    private static final int TCP = 6;
    private static final List<Integer> PROTOCOLS = List.of(TCP, TCP, 17, Attempt.ICMP);

    /** Those that generated policies and pods speak of, but for {@link #TALKING}. */
    private static final List<Integer> PORTS = List.of(53, 80, 8080, 8081, 9090);

    /** For connections that go on. */
    private static final List<Integer> TALKING = List.of(81, 443);

    private static final int TRIES = 8;

    private final Dice dice;
    private final World world;

    Attempts(Dice dice, World world) {
        this.dice = dice;
        this.world = world;
    }

    /** At most so many different ones of some kind; fewer if that kind is rare. */
    List<Attempt> some(int most, Predicate<Attempt> kind) {
        List<Ipv4Address> pods = addresses(world.steadyPods());
        List<Ipv4Address> all = new ArrayList<>(pods);
        world.nodes().stream().map(Node::addresses).forEach(all::addAll);
        Set<Attempt> some = new LinkedHashSet<>();
        for (int i = 0; i < most * TRIES && some.size() < most && !pods.isEmpty(); i++) {
            Ipv4Address source = dice.pick(all);
            Ipv4Address destination = dice.pick(pods);
            int protocol = dice.pick(PROTOCOLS);
            int port = protocol == Attempt.ICMP ? 0 : dice.pick(PORTS);
            Attempt attempt = new Attempt(source, destination, protocol, port);
            if (!source.equals(destination) && kind.test(attempt)) {
                some.add(attempt);
            }
        }
        return List.copyOf(some);
    }

    /** Of TCP between pods, allowed now. */
    List<Attempt> talking(int most) {
        List<Ipv4Address> pods = addresses(world.steadyPods());
        Set<Attempt> some = new LinkedHashSet<>();
        for (int i = 0; i < most * TRIES && some.size() < most && pods.size() > 1; i++) {
            List<Ipv4Address> ends = dice.pickSome(pods, 2);
            Attempt attempt = new Attempt(ends.get(0), ends.get(1), TCP, dice.pick(TALKING));
            if (world.isAllowed(attempt)) {
                some.add(attempt);
            }
        }
        return List.copyOf(some);
    }

    private static List<Ipv4Address> addresses(List<Pod> pods) {
        return pods.stream().map(pod -> pod.addresses().getFirst()).toList();
    }
}
