package naru.agent.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import naru.agent.cni.NodeFacts;
import naru.agent.endpoint.Addresses;
import naru.agent.loop.ProblemBoard;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.device.NodeDevices;
import naru.apply.device.PodInterface;
import naru.apply.device.RouteChanges;
import naru.apply.device.Uplink;
import naru.apply.device.UplinkChoice;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.NetlinkEvent;
import naru.linux.netlink.Route;
import naru.model.Ipv4Address;
import naru.model.Node;
import naru.watch.ObjectEvent;
import naru.wire.AgentReplies.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the node's own side as it should be: routes to other nodes' pods, programs at the uplinks,
 * and what is known of the node's addresses. It works on a thread of its own, whenever a Node
 * object or something of the kernel's devices changed.
 */
public final class NodeKeeper implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("naru.agent");
    private static final int DEFAULT_MTU = 1500;

    /** Between two looks that events of the kernel ask for. */
    private static final long PAUSE_NANOS = 200_000_000L;

    /** The same while somebody fights over a route. */
    private static final long LONG_PAUSE_NANOS = 2_000_000_000L;

    private final String name;
    private final NodeDevices devices;
    private final DatapathHooks hooks;
    private final Addresses addresses;
    private final List<String> wantedUplinks;
    private final Consumer<Set<Ipv4Address>> ownAddresses;
    private final ProblemBoard problems;
    private final RepairLog repairs;
    private final Map<String, Node> nodes = new HashMap<>();
    private final Semaphore work = new Semaphore(0);
    private final Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private Map<IpPrefix, Route> inPlace = Map.of();
    private boolean postponed;
    private long lastLook = System.nanoTime() - LONG_PAUSE_NANOS;
    private volatile boolean urgent;
    private volatile boolean ownKnown;
    private volatile List<Uplink> uplinks = List.of();
    private volatile NodeFacts facts = new NodeFacts(new Ipv4Address(0), DEFAULT_MTU);

    /**
     * @param wantedUplinks names of devices; empty: found by their routes
     * @param ownAddresses told of the addresses that the node's devices have
     */
    public NodeKeeper(
            String name,
            NodeDevices devices,
            DatapathHooks hooks,
            Addresses addresses,
            List<String> wantedUplinks,
            Consumer<Set<Ipv4Address>> ownAddresses,
            ProblemBoard problems,
            RepairLog repairs) {
        this.name = name;
        this.devices = devices;
        this.hooks = hooks;
        this.addresses = addresses;
        this.wantedUplinks = List.copyOf(wantedUplinks);
        this.ownAddresses = ownAddresses;
        this.problems = problems;
        this.repairs = repairs;
        this.thread = Thread.ofPlatform().name("node-keeper").daemon(true).unstarted(this::run);
    }

    /** Works from now on, whenever it is woken. */
    public void start() {
        thread.start();
    }

    /** A Node object came, changed or went; others are not looked at. */
    public void event(ObjectEvent event) {
        switch (event) {
            case ObjectEvent.Put(Node node, var _) -> {
                synchronized (nodes) {
                    nodes.put(node.name(), node);
                }
                if (node.name().equals(name)) {
                    addresses.ranges(node.podCidrs());
                }
                wakeNow();
            }
            case ObjectEvent.Removed removed -> {
                synchronized (nodes) {
                    if (nodes.values().removeIf(node -> node.key().equals(removed.key()))) {
                        wakeNow();
                    }
                }
            }
            case ObjectEvent.Put _,
                    ObjectEvent.Revision _,
                    ObjectEvent.Synced _,
                    ObjectEvent.ProblemsChanged _ -> {}
        }
    }

    /** Something of the kernel's devices changed; what changed of pods' own is not looked at. */
    public void event(NetlinkEvent event) {
        boolean ours =
                switch (event) {
                    case NetlinkEvent.LinkEvent link ->
                            link.link().name().startsWith(PodInterface.HOST_PREFIX);
                    case NetlinkEvent.RouteEvent route ->
                            route.route().destination().length() == Integer.SIZE;
                    case NetlinkEvent.AddressEvent _, NetlinkEvent.Lost _ -> false;
                    case NetlinkEvent.NeighbourEvent _, NetlinkEvent.SettingEvent _ -> true;
                };
        if (!ours) {
            wake();
        }
    }

    private void wake() {
        work.release();
    }

    private void wakeNow() {
        urgent = true;
        work.release();
    }

    /** Runs this on the keeper's thread when all that it was told so far is in place. */
    public void whenDone(Runnable next) {
        afterwards.add(next);
        wakeNow();
    }

    /** The devices that lead out of the node, as of the last look. */
    public List<Uplink> lastUplinks() {
        return uplinks;
    }

    /**
     * As {@link #facts}, once this node's own object has been seen: it says which address it is.
     */
    public Optional<NodeFacts> certainFacts() {
        return ownKnown ? Optional.of(facts) : Optional.empty();
    }

    /** What pods need to know of this node. */
    public NodeFacts facts() {
        return facts;
    }

    private void run() {
        try {
            while (true) {
                awaitWork();
                List<Runnable> next = new ArrayList<>();
                for (Runnable r = afterwards.poll(); r != null; r = afterwards.poll()) {
                    next.add(r);
                }
                refresh();
                next.forEach(Runnable::run);
            }
        } catch (InterruptedException e) {
            // the agent stops
        }
    }

    /** Events come in swarms, and whoever fights sends many: they wait for each other. */
    private void awaitWork() throws InterruptedException {
        long pause = postponed ? LONG_PAUSE_NANOS : PAUSE_NANOS;
        if (postponed) {
            work.tryAcquire(pause, TimeUnit.NANOSECONDS);
        } else {
            work.acquire();
        }
        for (long left = pause(pause); left > 0 && !urgent; left = pause(pause)) {
            work.tryAcquire(left, TimeUnit.NANOSECONDS);
        }
        urgent = false;
        work.drainPermits();
    }

    private long pause(long pause) {
        return lastLook + pause - System.nanoTime();
    }

    /** Works once; all is in place when this returns. */
    public void refresh() {
        lastLook = System.nanoTime();
        try {
            Map<String, Node> known;
            synchronized (nodes) {
                known = new HashMap<>(nodes);
            }
            Node own = known.remove(name);
            Set<Ipv4Address> mine = devices.addresses();
            UplinkChoice choice = uplinks(known.values());
            uplinks = prepared(choice.uplinks());
            problems.say("uplinks", problems(choice, known.isEmpty()));
            hooks.uplinks(uplinks.stream().map(Uplink::index).collect(Collectors.toSet()));
            ownKnown &= own != null;
            facts = facts(own, mine, uplinks);
            ownKnown = own != null;
            ownAddresses.accept(mine);
            if (own != null) {
                report(devices.reconcile(own, known.values(), inPlace, this::isDue));
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the node's devices are not as they should be", e);
            problems.say(
                    "node",
                    new Problem(
                            "the node's devices are not as they should be",
                            name,
                            String.valueOf(e.getMessage()),
                            "it is tried again when something of them changes"));
        }
    }

    /** This node's object and those of others, as far as they are known. */
    public record Known(Optional<Node> own, Collection<Node> others) {}

    /** What is known of the nodes now. */
    public Known known() {
        synchronized (nodes) {
            Map<String, Node> others = new HashMap<>(nodes);
            Optional<Node> own = Optional.ofNullable(others.remove(name));
            return new Known(own, List.copyOf(others.values()));
        }
    }

    /** The uplinks as routes and settings say now. */
    public List<Uplink> uplinks() {
        return uplinks(known().others()).uplinks();
    }

    private UplinkChoice uplinks(Collection<Node> others) {
        return devices.uplinks(
                wantedUplinks, others.stream().flatMap(n -> n.addresses().stream()).toList());
    }

    private List<Problem> problems(UplinkChoice choice, boolean alone) {
        if (!choice.missing().isEmpty()) {
            return List.of(
                    new Problem(
                            "an uplink is missing",
                            String.join(", ", choice.missing()),
                            "the configuration names it under devices, and there is no such device",
                            "correct devices in the agent's configuration, or leave it out: uplinks"
                                    + " are found by their routes"));
        }
        return alone || !choice.uplinks().isEmpty()
                ? List.of()
                : List.of(
                        new Problem(
                                "no uplink is found: other nodes can't be reached",
                                name,
                                "there is no default route and none to another node's address",
                                "look at `ip route`, or name the device under devices in the"
                                        + " agent's configuration"));
    }

    private NodeFacts facts(@Nullable Node own, Set<Ipv4Address> mine, List<Uplink> uplinks) {
        // Of what the Node object says, what the kernel has: other sources it refuses in a route.
        Stream<Ipv4Address> named = own == null ? Stream.of() : own.addresses().stream();
        Ipv4Address address =
                Stream.of(
                                named.filter(mine::contains),
                                devices.addresses(uplinks).stream(),
                                mine.stream().sorted())
                        .flatMap(Function.identity())
                        .findFirst()
                        .orElse(new Ipv4Address(0));
        int mtu = uplinks.stream().mapToInt(Uplink::mtu).min().orElse(DEFAULT_MTU);
        return new NodeFacts(address, mtu);
    }

    /** An uplink passes packets on from the moment when it is known as one. */
    private List<Uplink> prepared(List<Uplink> found) {
        List<Uplink> fresh = found.stream().filter(uplink -> !uplinks.contains(uplink)).toList();
        if (!fresh.isEmpty()) {
            devices.prepare(fresh);
        }
        return found;
    }

    private boolean isDue(Route route) {
        return repairs.isDue(RepairKind.ROUTE, route.destination().toString());
    }

    private void report(RouteChanges changes) {
        inPlace = changes.inPlace();
        postponed = !changes.postponed().isEmpty();
        changes.restored()
                .forEach(
                        (route, found) ->
                                repairs.note(
                                        RepairKind.ROUTE,
                                        route.destination().toString(),
                                        found,
                                        "set " + route));
        problems.say(
                "node",
                changes.problems().stream()
                        .map(problem -> new Problem("a route is missing", name, problem, ""))
                        .toList());
        if (!changes.onlyRestored()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "routes: {0} added, {1} changed, {2} removed",
                    changes.added().size(),
                    changes.changed().size(),
                    changes.removed().size());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
