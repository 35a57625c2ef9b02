package naru.datapath;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import naru.datapath.abi.PolicyDirection;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.testkit.HookNode;
import naru.testkit.TestPod;

/** What policy and connections allow, kept beside the programs and in the simplest way. */
final class Model {

    private static final int WORLD = 2;
    private static final int FIRST_POD = 256;
    private static final int ALL_PODS = 255;

    /** One entry of policy; 0 stands for any. */
    private record Allow(
            int policySet,
            PolicyDirection direction,
            int identity,
            int block,
            int protocol,
            int port) {}

    /** A connection, as its first packet had it. */
    private record Connection(
            Ipv4Address source, int sourcePort, Ipv4Address destination, int port, int protocol) {}

    private record Datagram(Ipv4Address source, Ipv4Address destination, int id, int protocol) {}

    private final HookNode node;
    private final Map<Ipv4Address, TestPod> pods = new HashMap<>();
    private final Map<Ipv4Address, Integer> identities = new HashMap<>();
    private final Map<Ipv4Prefix, Integer> blocks = new HashMap<>();
    private final List<Allow> allows = new ArrayList<>();
    private final Set<Connection> connections = new HashSet<>();
    private final Map<Datagram, Reading> fragments = new HashMap<>();

    Model(HookNode node) {
        this.node = node;
    }

    TestPod pod(String address, int identity) {
        TestPod pod = node.pod(address, identity);
        pods.put(pod.address(), pod);
        identities.put(pod.address(), identity);
        return pod;
    }

    Ipv4Address known(String address, int identity) {
        Ipv4Address known = node.known(address + "/32", identity);
        identities.put(known, identity);
        return known;
    }

    void block(String prefix, int number) {
        Ipv4Prefix parsed = Ipv4Prefix.parse(prefix);
        node.maps().blocks().put(parsed, number);
        blocks.put(parsed, number);
    }

    void allow(TestPod pod, PolicyDirection way, int identity, int block, int protocol, int port) {
        allows.add(new Allow(pod.policySet(), way, identity, block, protocol, port));
        node.allow(
                new PolicyMapKey(
                        pod.policySet(), way, identity, block, protocol, port, port == 0 ? 0 : 16));
    }

    /** Forgets connections and fragments. */
    void forget() {
        connections.clear();
        fragments.clear();
    }

    /** May a pod send this? If so, it is remembered. */
    boolean maySend(TestPod pod, Reading read) {
        return read.source().equals(pod.address()) && passes(read, WORLD, true);
    }

    /** May a pod be sent this by the stack, if it is the host's or not? */
    boolean mayReceive(TestPod pod, Reading read, boolean byHost) {
        boolean own = read.source().equals(HookNode.NODE_ADDRESS);
        return read.destination().equals(pod.address())
                && passes(read, own && byHost ? 1 : own ? WORLD : 0, false);
    }

    private boolean passes(Reading asRead, int hostIdentity, boolean leaves) {
        Reading read = asRead;
        var datagram =
                new Datagram(read.source(), read.destination(), read.fragmentId(), read.protocol());
        if (read.laterFragment()) {
            Reading first = fragments.get(datagram);
            if (first == null) {
                return false;
            }
            read = read.behind(first);
        }
        boolean allowed =
                isAllowed(read, hostIdentity, leaves)
                        || !read.begins() && connections.contains(answered(read))
                        || read.about().filter(inner -> isHonest(asRead, inner)).isPresent();
        if (allowed && read.moreFragments() && !read.laterFragment()) {
            fragments.put(datagram, read);
        }
        if (allowed && isAllowed(read, hostIdentity, leaves)) {
            connections.add(connection(read));
        }
        return allowed;
    }

    private static Connection connection(Reading read) {
        return new Connection(
                read.source(),
                read.sourcePort(),
                read.destination(),
                read.destinationPort(),
                read.protocol());
    }

    private static Connection answered(Reading read) {
        return new Connection(
                read.destination(),
                read.destinationPort(),
                read.source(),
                read.sourcePort(),
                read.protocol());
    }

    /** About a connection that was let through; by its other end, or by a router on the way. */
    private boolean isHonest(Reading error, Reading inner) {
        boolean live =
                connections.contains(connection(inner)) || connections.contains(answered(inner));
        boolean byRouter =
                !pods.containsKey(error.source()) && identity(error.source()) < FIRST_POD;
        return live
                && inner.source().equals(error.destination())
                && (inner.destination().equals(error.source()) || byRouter);
    }

    private boolean isAllowed(Reading read, int hostIdentity, boolean leaves) {
        if (read.source().equals(read.destination())) {
            return true;
        }
        Optional<TestPod> to = Optional.ofNullable(pods.get(read.destination()));
        boolean out =
                !leaves
                        || matches(
                                pods.get(read.source()),
                                PolicyDirection.EGRESS,
                                read.destination(),
                                identity(read.destination()),
                                read);
        int from = hostIdentity != 0 && !leaves ? hostIdentity : identity(read.source());
        return out
                && to.map(pod -> matches(pod, PolicyDirection.INGRESS, read.source(), from, read))
                        .orElse(true);
    }

    private boolean matches(
            TestPod owner, PolicyDirection way, Ipv4Address peer, int identity, Reading read) {
        int port = read.protocol() == Reading.ICMP ? 0 : read.destinationPort();
        return allows.stream()
                .anyMatch(
                        entry ->
                                entry.policySet == owner.policySet()
                                        && entry.direction == way
                                        && isPeer(entry, peer, identity)
                                        && (entry.protocol == 0
                                                || entry.protocol == read.protocol()
                                                        && (entry.port == 0
                                                                || entry.port == port)));
    }

    private boolean isPeer(Allow entry, Ipv4Address peer, int identity) {
        boolean byIdentity =
                entry.identity == 0
                        || entry.identity == identity
                        || entry.identity == ALL_PODS && identity >= FIRST_POD;
        boolean byBlock =
                entry.block == 0
                        || blocks.entrySet().stream()
                                .anyMatch(
                                        block ->
                                                block.getValue() == entry.block
                                                        && block.getKey().contains(peer));
        return byIdentity && byBlock;
    }

    private int identity(Ipv4Address address) {
        return address.equals(HookNode.NODE_ADDRESS) ? 1 : identities.getOrDefault(address, WORLD);
    }

    /** True if nobody outside may have this source. */
    boolean isOwn(Ipv4Address address) {
        return pods.containsKey(address) || address.equals(HookNode.NODE_ADDRESS);
    }
}
