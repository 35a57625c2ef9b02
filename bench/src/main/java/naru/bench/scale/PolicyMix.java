package naru.bench.scale;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import naru.model.Ipv4Prefix;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
import naru.model.LabelSelector.Requirement;
import naru.model.Namespace;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.BlockPeer;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.NamedPort;
import naru.model.NetworkPolicy.Peer;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Port;
import naru.model.NetworkPolicy.PortRange;
import naru.model.NetworkPolicy.Rule;
import naru.model.Protocol;

/** The policies that people write for their namespaces, by and by. */
final class PolicyMix {

    private static final int TEAMS = 40;
    private static final String SYSTEM = "kube-system";
    private static final Ipv4Prefix PRIVATE = Ipv4Prefix.parse("10.0.0.0/8");

    private final Random random;
    private final int namespaces;

    PolicyMix(Random random, int namespaces) {
        this.random = random;
        this.namespaces = namespaces;
    }

    static String namespaceName(int number) {
        return number == 0 ? SYSTEM : "ns" + number;
    }

    static String team(int namespace) {
        return "team" + namespace % TEAMS;
    }

    NetworkPolicy policy(int number) {
        String namespace = namespaceName(number % namespaces);
        String name = "policy" + number;
        int kind = number / namespaces % 8;
        return kind < 4 ? basic(kind, namespace, name) : special(kind, namespace, name);
    }

    /** What nearly each namespace has. */
    private NetworkPolicy basic(int kind, String namespace, String name) {
        return switch (kind) {
            case 0 -> isolate(namespace, name);
            case 1 -> ingress(namespace, name, tier("db"), rule(own(tier("api")), tcp(5432)));
            case 2 ->
                    ingress(
                            namespace,
                            name,
                            LabelSelector.ALL,
                            rule(of(team(random), LabelSelector.ALL), port("metrics")));
            default -> egress(namespace, name, tier("api"), rule(own(tier("db", "cache"))));
        };
    }

    /** All within the namespace, and names from its DNS. */
    private static NetworkPolicy isolate(String namespace, String name) {
        return new NetworkPolicy(
                namespace,
                name,
                LabelSelector.ALL,
                Set.of(Direction.INGRESS, Direction.EGRESS),
                List.of(rule(own(LabelSelector.ALL))),
                List.of(
                        rule(own(LabelSelector.ALL)),
                        rule(of(named(SYSTEM), LabelSelector.ALL), udp(53), tcp(53))));
    }

    private NetworkPolicy special(int kind, String namespace, String name) {
        return switch (kind) {
            case 4 -> egress(namespace, name, tier("worker"), rule(vendor(), tcp(443)));
            case 5 ->
                    ingress(
                            namespace,
                            name,
                            tier("web"),
                            rule(of(LabelSelector.ALL, LabelSelector.ALL), port("http")));
            case 6 ->
                    egress(
                            namespace,
                            name,
                            tier("worker"),
                            rule(
                                    new BlockPeer(Ipv4Prefix.ALL, List.of(PRIVATE)),
                                    new Port(Protocol.TCP, new PortRange(8000, 8999))));
            default ->
                    ingress(
                            namespace,
                            name,
                            tier("queue"),
                            rule(of(team(random), not("version", "v" + random.nextInt(5)))));
        };
    }

    private BlockPeer vendor() {
        int third = random.nextInt(200);
        return new BlockPeer(Ipv4Prefix.parse("198.51." + third + ".0/24"), List.of());
    }

    private static NetworkPolicy ingress(
            String namespace, String name, LabelSelector subject, Rule rule) {
        return new NetworkPolicy(
                namespace, name, subject, Set.of(Direction.INGRESS), List.of(rule), List.of());
    }

    private static NetworkPolicy egress(
            String namespace, String name, LabelSelector subject, Rule rule) {
        return new NetworkPolicy(
                namespace, name, subject, Set.of(Direction.EGRESS), List.of(), List.of(rule));
    }

    private static Rule rule(Peer peer, Port... ports) {
        return new Rule(List.of(peer), List.of(ports));
    }

    private static PodPeer own(LabelSelector pods) {
        return new PodPeer(Optional.empty(), Optional.of(pods));
    }

    private static PodPeer of(LabelSelector namespaces, LabelSelector pods) {
        return new PodPeer(Optional.of(namespaces), Optional.of(pods));
    }

    private static LabelSelector tier(String... tiers) {
        return in("tier", Set.of(tiers));
    }

    private static LabelSelector team(Random random) {
        return in("team", Set.of(team(random.nextInt(TEAMS))));
    }

    private static LabelSelector named(String namespace) {
        return in(Namespace.NAME_LABEL, Set.of(namespace));
    }

    private static LabelSelector in(String key, Set<String> values) {
        return new LabelSelector(List.of(new Requirement(key, Operator.IN, values)));
    }

    private static LabelSelector not(String key, String value) {
        return new LabelSelector(List.of(new Requirement(key, Operator.NOT_IN, Set.of(value))));
    }

    private static Port tcp(int port) {
        return new Port(Protocol.TCP, new PortRange(port, port));
    }

    private static Port udp(int port) {
        return new Port(Protocol.UDP, new PortRange(port, port));
    }

    private static Port port(String name) {
        return new Port(Protocol.TCP, new NamedPort(name));
    }
}
