package naru.naive.generate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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
import naru.model.NetworkPolicy.PortMatch;
import naru.model.NetworkPolicy.PortRange;
import naru.model.NetworkPolicy.Rule;
import naru.model.Protocol;

/** Policies with every construct that there is. */
public final class PolicyGenerator {

    private static final List<Protocol> PROTOCOLS =
            List.of(Protocol.TCP, Protocol.TCP, Protocol.UDP, Protocol.SCTP);

    private final Dice dice;

    public PolicyGenerator(Dice dice) {
        this.dice = dice;
    }

    public NetworkPolicy policy(String namespace, String name) {
        LabelSelector subjects = dice.percent(35) ? LabelSelector.ALL : selector(Words.POD_LABELS);
        Set<Direction> types = EnumSet.of(dice.pick(List.of(Direction.values())));
        if (dice.percent(30)) {
            types = EnumSet.allOf(Direction.class);
        }
        return new NetworkPolicy(namespace, name, subjects, types, rules(), rules());
    }

    private List<Rule> rules() {
        return some(0, 3, this::rule);
    }

    private Rule rule() {
        return new Rule(
                dice.percent(20) ? List.of() : some(1, 3, this::peer),
                dice.percent(35) ? List.of() : some(1, 3, this::port));
    }

    private Peer peer() {
        if (dice.percent(35)) {
            return block();
        }
        boolean namespaces = dice.percent(60);
        boolean pods = !namespaces || dice.percent(60);
        return new PodPeer(
                namespaces ? Optional.of(namespaceSelector()) : Optional.empty(),
                pods ? Optional.of(maybeEmpty(Words.POD_LABELS)) : Optional.empty());
    }

    private LabelSelector namespaceSelector() {
        if (dice.percent(25)) {
            Set<String> names = Set.copyOf(dice.pickSome(Words.NAMESPACES, dice.between(1, 2)));
            return new LabelSelector(
                    List.of(new Requirement(Namespace.NAME_LABEL, Operator.IN, names)));
        }
        return maybeEmpty(Words.NAMESPACE_LABELS);
    }

    private LabelSelector maybeEmpty(Map<String, List<String>> words) {
        return dice.percent(20) ? LabelSelector.ALL : selector(words);
    }

    private LabelSelector selector(Map<String, List<String>> words) {
        return new LabelSelector(some(1, 2, () -> requirement(words)));
    }

    private Requirement requirement(Map<String, List<String>> words) {
        Map.Entry<String, List<String>> word =
                dice.pick(List.copyOf(new TreeMap<>(words).entrySet()));
        Operator operator = dice.percent(40) ? Operator.IN : dice.pick(List.of(Operator.values()));
        boolean valued = operator == Operator.IN || operator == Operator.NOT_IN;
        Set<String> values =
                valued ? Set.copyOf(dice.pickSome(word.getValue(), dice.between(1, 2))) : Set.of();
        return new Requirement(word.getKey(), operator, values);
    }

    private BlockPeer block() {
        Ipv4Prefix cidr = dice.pick(Words.BLOCKS);
        List<Ipv4Prefix> within =
                Words.BLOCKS.stream()
                        .filter(other -> !other.equals(cidr) && cidr.contains(other))
                        .toList();
        return new BlockPeer(
                cidr, dice.percent(50) ? dice.pickSome(within, dice.between(1, 2)) : List.of());
    }

    private Port port() {
        return new Port(dice.pick(PROTOCOLS), match());
    }

    private PortMatch match() {
        int chance = dice.below(100);
        if (chance < 15) {
            return new AnyPort();
        }
        if (chance < 45) {
            return new NamedPort(dice.pick(Words.PORT_NAMES));
        }
        int first = dice.pick(Words.PORTS);
        if (chance < 75) {
            return new PortRange(first, first);
        }
        int last =
                dice.percent(10)
                        ? 65535
                        : Math.min(65535, first + dice.below(dice.percent(50) ? 8 : 9000));
        return new PortRange(dice.percent(10) ? 1 : first, last);
    }

    private <T> List<T> some(int least, int most, Supplier<T> one) {
        List<T> list = new ArrayList<>();
        IntStream.range(0, dice.between(least, most)).forEach(i -> list.add(one.get()));
        return list;
    }
}
