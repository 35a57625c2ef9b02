package naru.apply.device;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import naru.linux.ffi.Descriptor;
import naru.linux.netlink.Addresses;
import naru.linux.netlink.Link;
import naru.linux.netlink.Links;
import naru.linux.netlink.MacAddress;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.VethPair;
import naru.linux.netns.Netns;
import naru.model.Ipv4Address;
import naru.testkit.ThrowAwayNetns;

/** A namespace that plays a node, with its address on a bridge, and that forwards. */
final class TestNode implements AutoCloseable {

    static final Ipv4Address ADDRESS = Ipv4Address.parse("172.30.0.2");

    final ThrowAwayNetns netns;
    private final int descriptors = Descriptor.openCount();

    TestNode() {
        this(ADDRESS);
    }

    TestNode(Ipv4Address address) {
        netns = ThrowAwayNetns.create("node");
        Link bridge = netlink().executeAndGet(Links.add("up0", "bridge"), "up0");
        netlink()
                .execute(
                        Links.up(1),
                        Links.up(bridge.index()),
                        Addresses.add(bridge.index(), Inet.of(address), 24));
    }

    /** Lays a wire to another node: both are on one link then. */
    void connect(TestNode other) {
        try (Descriptor there = Netns.open(other.netns.path())) {
            VethPair wire =
                    new VethPair(
                            1500,
                            new VethPair.End("wire", MacAddress.parse("02:00:00:00:01:01")),
                            new VethPair.End("wire", MacAddress.parse("02:00:00:00:01:02")),
                            Optional.of(there));
            netlink().execute(Links.addVeth(wire));
        }
        plugIn();
        other.plugIn();
    }

    private void plugIn() {
        int wire = netlink().link("wire").orElseThrow().index();
        int bridge = netlink().link("up0").orElseThrow().index();
        netlink().execute(Links.change(wire).master(bridge).up().request());
    }

    Netlink netlink() {
        return netns.netlink();
    }

    PodDevices devices() {
        return new PodDevices(netlink());
    }

    PodDevices devices(Consumer<PodStep> done) {
        return new PodDevices(netlink(), done);
    }

    <T> T call(Callable<T> action) throws Exception {
        return netns.call(action);
    }

    HostVeth add(PodInterface pod) throws Exception {
        return call(() -> devices().add(pod, _ -> {}));
    }

    static PodInterface pod(String containerId, Path netns, String address) {
        return new PodInterface(
                containerId, "eth0", netns, Ipv4Address.parse(address), ADDRESS, 1450);
    }

    /** Fails if something that was opened since it was made is open still. */
    @Override
    public void close() {
        netns.close();
        if (Descriptor.openCount() != descriptors) {
            throw new AssertionError(Descriptor.openCount() - descriptors + " descriptors leaked");
        }
    }
}
