package naru.apply.device;

import java.net.InetAddress;
import java.util.Optional;
import naru.linux.ffi.Errno;
import naru.linux.netlink.Addresses;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Link;
import naru.linux.netlink.LinkChange;
import naru.linux.netlink.Links;
import naru.linux.netlink.MacAddress;
import naru.linux.netlink.Neighbour;
import naru.linux.netlink.Neighbours;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.Route;
import naru.linux.netlink.Routes;
import naru.linux.sysctl.Sysctl;

/**
 * What a pod's two ends carry. The pod sees a gateway at a link-local address that nobody has: a
 * permanent neighbour entry leads it to the host end, so that no ARP is needed in either direction.
 *
 * @param host the host end, whose peer is the pod's
 */
record PodWiring(PodInterface pod, Link host, MacAddress podMac) {

    static final InetAddress GATEWAY = Inet.of(PodInterface.GATEWAY);

    private static final int LOOPBACK = 1;

    MacAddress hostMac() {
        return host.mac().orElseThrow();
    }

    HostVeth hostVeth() {
        return new HostVeth(
                host.index(),
                host.name(),
                hostMac(),
                Optional.of(podMac),
                Optional.of(pod.address()),
                host.mtu(),
                pod.alias(),
                true);
    }

    Route hostRoute() {
        return Route.onLink(IpPrefix.host(podAddress()), host.index())
                .withSource(Inet.of(pod.nodeAddress()));
    }

    Neighbour hostNeighbour() {
        return Neighbour.permanent(host.index(), podAddress(), podMac);
    }

    Route gatewayRoute() {
        return Route.onLink(IpPrefix.host(GATEWAY), host.peer());
    }

    Route defaultRoute() {
        return Route.via(IpPrefix.ALL_IPV4, GATEWAY, host.peer(), true);
    }

    Neighbour podNeighbour() {
        return Neighbour.permanent(host.peer(), GATEWAY, hostMac());
    }

    InetAddress podAddress() {
        return Inet.of(pod.address());
    }

    /** Not part of wiring, where it is right from the beginning. */
    void correctMtu(Netlink netlink, Link end) {
        if (end.mtu() != pod.mtu()) {
            netlink.execute(Links.change(end.index()).mtu(pod.mtu()).request());
        }
    }

    /** On a thread of the node's namespace. */
    void wireHost(Netlink node) {
        noIpv6(host.name());
        node.execute(
                Links.change(host.index())
                        .alias(pod.alias().text())
                        .ipv4(LinkChange.RP_FILTER, 0)
                        .ipv4(LinkChange.FORWARDING, 1)
                        .ipv4(LinkChange.PROXY_ARP, 0)
                        .up()
                        .request(),
                Routes.replace(hostRoute()),
                Neighbours.replace(hostNeighbour()));
    }

    /** On a thread of the pod's namespace. */
    void wirePod(Netlink inPod) {
        noIpv6(pod.ifname());
        inPod.execute(
                Links.up(host.peer()),
                Addresses.add(host.peer(), podAddress(), Integer.SIZE).accepting(Errno.EEXIST),
                Routes.replace(gatewayRoute()),
                Routes.replace(defaultRoute()),
                Neighbours.replace(podNeighbour()),
                Links.noticeCarrier(host.peer()),
                Links.up(LOOPBACK));
    }

    /**
     * Before the device is up, so that it never says a word of IPv6; and after a change of its mtu,
     * because below 1280 bytes the kernel forgets this.
     */
    private static void noIpv6(String device) {
        Sysctl.ipv6(device, "disable_ipv6").write("1");
    }
}
