package naru.agent.doctor.foreign;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.agent.node.NodeKeeper.Known;
import naru.apply.device.Uplink;
import naru.linux.netfilter.NetfilterReader;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netlink.Netlink;
import naru.model.Ipv4Prefix;
import naru.model.Node;

/** What the checks of this package look at. Any thread. */
public final class Surroundings {

    /** Checks that are made one after the other ask the tools once. */
    private static final long FRESH_NANOS = 30_000_000;

    private final String node;
    private final Netlink netlink;
    private final Supplier<Known> nodes;
    private final Supplier<List<Uplink>> uplinks;
    private final EventLoop loop;
    private final Engine engine;
    private final Path root;
    private Optional<NetfilterState> netfilter = Optional.empty();
    private long netfilterRead;

    /**
     * @param node its name
     * @param nodes those that there are objects of
     * @param root of the file system that the node's settings are in
     */
    public Surroundings(
            String node,
            Netlink netlink,
            Supplier<Known> nodes,
            Supplier<List<Uplink>> uplinks,
            EventLoop loop,
            Engine engine,
            Path root) {
        this.node = node;
        this.netlink = netlink;
        this.nodes = nodes;
        this.uplinks = uplinks;
        this.loop = loop;
        this.engine = engine;
        this.root = root;
    }

    String node() {
        return node;
    }

    Netlink netlink() {
        return netlink;
    }

    Path root() {
        return root;
    }

    List<Uplink> uplinks() {
        return uplinks.get();
    }

    Optional<Node> own() {
        return nodes.get().own();
    }

    /** All nodes, this one as well. */
    Collection<Node> nodes() {
        Known known = nodes.get();
        List<Node> all = new ArrayList<>(known.others());
        known.own().ifPresent(all::add);
        return all;
    }

    /** Where this node's pods get their addresses. */
    List<Ipv4Prefix> ownRanges() {
        return own().map(Node::podCidrs).orElse(List.of());
    }

    /** Asks on the event loop, which is nobody else's meanwhile. */
    <T> T ask(Function<Engine, T> question) throws Exception {
        return loop.read(() -> question.apply(engine));
    }

    /** What filters packets here. */
    synchronized NetfilterState netfilter() {
        long now = System.nanoTime();
        if (netfilter.isEmpty() || now - netfilterRead > FRESH_NANOS) {
            netfilter = Optional.of(NetfilterReader.read());
            netfilterRead = System.nanoTime();
        }
        return netfilter.get();
    }
}
