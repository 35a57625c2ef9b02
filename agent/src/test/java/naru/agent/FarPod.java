package naru.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.LibC;
import naru.linux.netlink.Addresses;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Link;
import naru.linux.netlink.Links;
import naru.linux.netlink.MacAddress;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.Route;
import naru.linux.netlink.Routes;
import naru.linux.netlink.VethPair;
import naru.testkit.ThrowAwayNetns;

/** Pod a/far of a second node, which is no more than that pod: it is on the link of the uplink. */
final class FarPod implements AutoCloseable {

    private static final String NODE = "172.30.0.3";
    private static final String POD = "10.244.2.9";
    private static final int MTU = 1500;
    private static final String OBJECTS =
            """
            {"apiVersion": "v1", "kind": "List", "items": [
             {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n2"},
              "spec": {"podCIDR": "10.244.2.0/24", "podCIDRs": ["10.244.2.0/24"]},
              "status": {"addresses": [{"type": "InternalIP", "address": "172.30.0.3"}]}},
             {"apiVersion": "v1", "kind": "Pod",
              "metadata": {"name": "far", "namespace": "a", "labels": {"app": "far"}},
              "spec": {"nodeName": "n2", "containers": [{"name": "c", "image": "x"}]},
              "status": {"podIP": "10.244.2.9", "podIPs": [{"ip": "10.244.2.9"}],
                         "phase": "Running"}}]}
            """;

    private final ThrowAwayNetns netns;

    private FarPod(ThrowAwayNetns netns) {
        this.netns = netns;
    }

    static FarPod beside(AgentNode node) throws IOException {
        ThrowAwayNetns netns = ThrowAwayNetns.create("far");
        Netlink here = node.netns.netlink();
        try (Descriptor there =
                LibC.open(netns.path().toString(), LibC.O_RDONLY | LibC.O_CLOEXEC)) {
            VethPair.End near = new VethPair.End("port0", new MacAddress(0x020000000301L));
            VethPair.End far = new VethPair.End("eth0", new MacAddress(0x020000000302L));
            here.execute(Links.addVeth(new VethPair(MTU, near, far, Optional.of(there))));
        }
        int bridge = here.link("up0").orElseThrow().index();
        here.execute(Links.change("port0").master(bridge).up().request());
        Link device = netns.netlink().link("eth0").orElseThrow();
        InetAddress gateway = InetAddress.ofLiteral(AgentNode.ADDRESS);
        netns.netlink()
                .execute(
                        Links.up(device.index()),
                        Addresses.add(device.index(), InetAddress.ofLiteral(NODE), 24),
                        Addresses.add(device.index(), InetAddress.ofLiteral(POD), 32),
                        Routes.add(
                                Route.via(IpPrefix.ALL_IPV4, gateway, device.index(), false)
                                        .withSource(InetAddress.ofLiteral(POD))));
        node.manifest("far", OBJECTS);
        return new FarPod(netns);
    }

    Path path() {
        return netns.path();
    }

    @Override
    public void close() {
        netns.close();
    }
}
