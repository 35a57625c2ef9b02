package naru.apply.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;
import naru.linux.netlink.Link;
import naru.linux.netlink.Links;
import naru.linux.netlink.MacAddress;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.NetlinkException;
import naru.linux.netlink.NetlinkRequest;
import naru.linux.netlink.Route;
import naru.linux.netlink.VethPair;
import naru.linux.netns.Netns;
import naru.linux.netns.NetnsId;
import naru.linux.netns.NetnsThread;
import naru.model.Ipv4Address;

/**
 * The interfaces of this node's pods: a veth each, whose host end has a name that begins with
 * {@code naru}. All the state is in the kernel. To be used on threads in the node's namespace.
 */
public final class PodDevices {

    /** The group of devices that are about to be deleted; nobody else's by chance. */
    private static final int LEAVING = 0x6e617275;

    private static final long CARRIER_NANOS = 2_000_000_000L;
    private static final long CARRIER_PAUSE_NANOS = 100_000L;

    private final Netlink node;
    private final Consumer<PodStep> done;
    private final RandomGenerator random = RandomGenerator.of("SecureRandom");

    /**
     * Each step needs the kernel's lock of all devices. Who waits for it in the kernel holds a
     * processor, or even spins (writes to disable_ipv6 do): 20 pods at once took ten times as long.
     */
    private final ReentrantLock turn = new ReentrantLock(true);

    /**
     * Works on the node's devices.
     *
     * @param node of the node's namespace; stays the caller's to close
     */
    public PodDevices(Netlink node) {
        this(node, _ -> {});
    }

    /**
     * @param done told of each step when it is done; what it throws fails the whole work
     */
    PodDevices(Netlink node, Consumer<PodStep> done) {
        this.node = node;
        this.done = done;
    }

    /**
     * Gives a pod its interface, whole or not at all. A host end of that name that is there already
     * is a remainder and goes first.
     *
     * @param guard called when the host end exists and can't carry packets yet: the moment to
     *     attach programs and to fill maps, so that the pod is closed from its first packet on;
     *     what it throws fails the whole work
     * @return the host end
     * @throws NetlinkException EEXIST if the pod has an interface of that name
     */
    public HostVeth add(PodInterface pod, Consumer<HostVeth> guard) {
        try (Descriptor namespace = Netns.open(pod.netns())) {
            requireOther(namespace, pod.netns());
            MacAddress podMac = MacAddress.random(random);
            try (NetnsThread inPod = Netns.thread(namespace)) {
                turn.lock();
                try {
                    Link host = makePair(pod, namespace, podMac);
                    return wire(inPod, new PodWiring(pod, host, podMac), guard);
                } finally {
                    turn.unlock();
                }
            }
        }
    }

    /**
     * Puts right what {@link #verify} finds, if both ends are there.
     *
     * @throws IllegalStateException if they are not
     */
    public void repair(PodInterface pod) {
        Link host = node.link(pod.hostName()).orElseThrow(() -> gone(pod, pod.hostName()));
        try (Descriptor namespace = Netns.open(pod.netns())) {
            PodWiring[] wiring = new PodWiring[1];
            inPod(
                    pod.netns(),
                    namespace,
                    inPod -> {
                        Link device =
                                inPod.link(pod.ifname())
                                        .orElseThrow(() -> gone(pod, pod.ifname() + " in the pod"));
                        wiring[0] = new PodWiring(pod, host, device.mac().orElseThrow());
                        wiring[0].correctMtu(inPod, device);
                        wiring[0].wirePod(inPod);
                    });
            wiring[0].correctMtu(node, host);
            wiring[0].wireHost(node);
            awaitCarrier(wiring[0].hostVeth());
        }
    }

    private static IllegalStateException gone(PodInterface pod, String device) {
        return new IllegalStateException(
                device + " of the pod at " + pod.address() + " is gone; the pod must be made anew");
    }

    /**
     * Takes the interface of a container away, and no other one that has its name by chance.
     *
     * @see #remove(String)
     */
    public void remove(String containerId, String ifname) {
        String owner = PodInterface.owner(containerId, ifname);
        node.link(PodInterface.hostName(containerId, ifname))
                .filter(host -> mayBelongTo(host, owner))
                .ifPresent(
                        host -> node.execute(Links.delete(host.index()).accepting(Errno.ENODEV)));
    }

    /**
     * Takes an interface away, both ends with all that hangs on them. None there is fine, so is a
     * pod whose namespace is gone.
     *
     * @param hostName see {@link PodInterface#hostName}
     */
    public void remove(String hostName) {
        node.execute(Links.delete(hostName).accepting(Errno.ENODEV));
    }

    /** As {@link #remove(String)}, of this very device, and no later one of its name. */
    public void remove(HostVeth host) {
        node.execute(Links.delete(host.index()).accepting(Errno.ENODEV));
    }

    /**
     * Takes a pod's end out of use at once: it is down and has the host end's name, so that the pod
     * may get another interface of its name before {@link #remove} is done with this one, which
     * costs the kernel grace periods. A pod whose namespace is gone is fine.
     *
     * @param mac of the pod's end; another device of that name stays as it is
     */
    public void release(Path netns, String ifname, MacAddress mac, String hostName) {
        try (Descriptor namespace = Netns.open(netns)) {
            inPod(
                    netns,
                    namespace,
                    inPod ->
                            inPod.link(ifname)
                                    .filter(link -> link.mac().equals(Optional.of(mac)))
                                    .ifPresent(
                                            link ->
                                                    inPod.execute(
                                                            Links.change(link.index())
                                                                    .name(hostName)
                                                                    .down()
                                                                    .request()
                                                                    .accepting(Errno.ENODEV))));
        } catch (NativeException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.EINVAL) {
                throw e;
            }
        }
    }

    /**
     * As {@link #remove(String)}, of many: all together they cost the kernel no more than one.
     *
     * @param hostNames those that are not there are fine
     */
    public void remove(Collection<String> hostNames) {
        if (hostNames.isEmpty()) {
            return;
        }
        List<NetlinkRequest> requests = new ArrayList<>();
        for (String name : hostNames) {
            requests.add(Links.change(name).group(LEAVING).request().accepting(Errno.ENODEV));
        }
        requests.add(Links.deleteGroup(LEAVING).accepting(Errno.ENODEV));
        node.execute(requests);
    }

    /** What differs from what {@link #add} made; empty if all is well. */
    public List<Difference> verify(PodInterface pod) {
        return PodVerification.differences(node, pod);
    }

    /**
     * The number of the device by which the kernel, whichever tables and rules it asks, sends what
     * is for an address; empty: nowhere.
     */
    public Optional<Integer> wayTo(Ipv4Address address) {
        return node.routeTo(Inet.of(address)).map(Route::link).filter(link -> link != 0);
    }

    /** The host ends that exist, whoever made them and whether or not they are whole. */
    public List<HostVeth> hostVeths() {
        return HostVeths.list(node);
    }

    /**
     * The host end that was made for somebody, whatever its name is now.
     *
     * @param owner see {@link HostVeth#owner}
     */
    public Optional<HostVeth> hostVeth(String owner) {
        return HostVeths.list(node, link -> Alias.parse(link.alias()).owner().equals(owner))
                .stream()
                .findFirst();
    }

    /** The host end of that number, whatever its name is now. */
    public Optional<HostVeth> hostVeth(int index) {
        return HostVeths.list(node, link -> link.index() == index).stream().findFirst();
    }

    /** Notes on host ends what they are now; one that is gone is fine. */
    public void note(Map<Integer, Alias> byIndex) {
        if (!byIndex.isEmpty()) {
            node.execute(
                    byIndex.entrySet().stream()
                            .map(e -> Links.change(e.getKey()).alias(e.getValue().text()))
                            .map(change -> change.request().accepting(Errno.ENODEV))
                            .toList());
        }
    }

    /** All host ends at this moment, to be held against what they are to be. */
    public HostEnds look() {
        return HostEnds.look(node);
    }

    /**
     * Removes the host ends that nobody wants.
     *
     * @param wanted names to keep
     * @return what was removed
     */
    public List<HostVeth> prune(Set<String> wanted) {
        List<HostVeth> strays =
                hostVeths().stream().filter(veth -> !wanted.contains(veth.name())).toList();
        remove(strays.stream().map(HostVeth::name).toList());
        return strays;
    }

    private static void requireOther(Descriptor namespace, Path netns) {
        Path opened = Path.of("/proc/self/fd/" + namespace.number());
        if (NetnsId.of(opened).equals(NetnsId.current())) {
            throw new IllegalArgumentException(
                    netns + " is the node's own network namespace, not a pod's");
        }
    }

    private Link makePair(PodInterface pod, Descriptor namespace, MacAddress podMac) {
        VethPair pair =
                new VethPair(
                        pod.mtu(),
                        new VethPair.End(pod.hostName(), MacAddress.random(random)),
                        new VethPair.End(pod.ifname(), podMac),
                        Optional.of(namespace));
        try {
            return node.executeAndGet(Links.addVeth(pair), pod.hostName());
        } catch (NetlinkException e) {
            Optional<Link> remainder = node.link(pod.hostName());
            if (e.errno() != Errno.EEXIST || remainder.isEmpty()) {
                throw e;
            }
            if (!mayBelongTo(remainder.get(), pod.owner())) {
                throw new IllegalStateException(
                        pod.hostName()
                                + " belongs to "
                                + remainder.get().alias()
                                + ", whose id has the same hash; a new container has another",
                        e);
            }
            remove(pod.hostName());
            return node.executeAndGet(Links.addVeth(pair), pod.hostName());
        }
    }

    /** An end without an alias was not made whole, so nobody can use it. */
    private static boolean mayBelongTo(Link host, String owner) {
        return host.alias().isEmpty() || Alias.parse(host.alias()).owner().equals(owner);
    }

    private HostVeth wire(NetnsThread inPod, PodWiring wiring, Consumer<HostVeth> guard) {
        try {
            done.accept(PodStep.PAIR);
            guard.accept(wiring.hostVeth());
            done.accept(PodStep.GUARD);
            wiring.wireHost(node);
            done.accept(PodStep.HOST_SIDE);
            NetnsThread.await(inPod.begin(() -> wirePod(wiring)));
            done.accept(PodStep.POD_SIDE);
            awaitCarrier(wiring.hostVeth());
            done.accept(PodStep.CARRIER);
            return wiring.hostVeth();
        } catch (RuntimeException | Error e) {
            takeBack(wiring.host().name(), e);
            throw e;
        }
    }

    private static boolean wirePod(PodWiring wiring) {
        try (Netlink inPod = Netlink.open()) {
            wiring.wirePod(inPod);
            return true;
        }
    }

    static void inPod(Path netns, Descriptor namespace, Consumer<Netlink> work) {
        try {
            Netns.call(
                    namespace,
                    () -> {
                        try (Netlink netlink = Netlink.open()) {
                            work.accept(netlink);
                        }
                        return true;
                    });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("in network namespace " + netns, e);
        }
    }

    /** Until the kernel has taken notice that both ends are up, it drops what it should send. */
    private void awaitCarrier(HostVeth host) {
        long deadline = System.nanoTime() + CARRIER_NANOS;
        while (node.link(host.index())
                .map(link -> link.operationalState() != Link.OPERATIONAL_UP)
                .orElse(true)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        host.name() + " does not come up; did somebody take the pod away?");
            }
            LockSupport.parkNanos(CARRIER_PAUSE_NANOS);
        }
    }

    private void takeBack(String hostName, Throwable failure) {
        try {
            remove(hostName);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
