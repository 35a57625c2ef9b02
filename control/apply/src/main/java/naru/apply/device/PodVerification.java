package naru.apply.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.NativeException;
import naru.linux.netlink.InterfaceAddress;
import naru.linux.netlink.Link;
import naru.linux.netlink.Neighbour;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.Route;
import naru.linux.netns.Netns;
import naru.linux.sysctl.Sysctl;

/** Holds a pod's interface against what it should be, and collects what differs. */
final class PodVerification {

    private static final String MISSING = "missing";

    private final PodInterface pod;
    private final List<Difference> differences = new ArrayList<>();

    private PodVerification(PodInterface pod) {
        this.pod = pod;
    }

    static List<Difference> differences(Netlink node, PodInterface pod) {
        PodVerification verification = new PodVerification(pod);
        verification.verify(node);
        return List.copyOf(verification.differences);
    }

    private void verify(Netlink node) {
        Optional<Link> host = node.link(pod.hostName());
        if (host.isEmpty()) {
            differs("host end " + pod.hostName(), "present", MISSING);
            return;
        }
        Alias alias = Alias.parse(host.get().alias());
        same("owner of host end " + pod.hostName(), pod.owner(), alias.owner());
        noIpv6(pod.hostName(), "the node");
        try (Descriptor namespace = Netns.open(pod.netns())) {
            PodDevices.inPod(pod.netns(), namespace, inPod -> verifyBoth(node, inPod, host.get()));
        } catch (NativeException e) {
            differs("network namespace " + pod.netns(), "present", e.errnoName());
        }
    }

    /** On a thread in the pod's namespace; the node's is asked through its own socket. */
    private void verifyBoth(Netlink node, Netlink inPod, Link host) {
        Optional<Link> found = inPod.link(pod.ifname());
        if (found.isEmpty()) {
            differs(pod.ifname() + " in the pod", "present", MISSING);
            return;
        }
        Link device = found.get();
        same("the other end of " + host.name(), device.index(), host.peer());
        PodWiring wiring = new PodWiring(pod, host, device.mac().orElseThrow());
        verifyLink("host end " + host.name(), host);
        verifyLink(pod.ifname() + " in the pod", device);
        verifyRoute("node", wiring.hostRoute(), node.routes());
        verifyRoute("pod", wiring.gatewayRoute(), inPod.routes());
        verifyRoute("pod", wiring.defaultRoute(), inPod.routes());
        verifyNeighbour("node", wiring.hostNeighbour(), node.neighbours());
        verifyNeighbour("pod", wiring.podNeighbour(), inPod.neighbours());
        verifyAddress(wiring, inPod.addresses());
        noIpv6(pod.ifname(), "the pod");
    }

    /** On a thread of the namespace that the device is in. */
    private void noIpv6(String device, String where) {
        Sysctl.ipv6(device, "disable_ipv6")
                .read()
                .ifPresent(value -> same("disable_ipv6 in " + where, "1", value));
    }

    private void verifyLink(String name, Link link) {
        same("state of " + name, "up", link.isUp() ? "up" : "down");
        same("mtu of " + name, pod.mtu(), link.mtu());
    }

    private void verifyAddress(PodWiring wiring, List<InterfaceAddress> addresses) {
        boolean there =
                addresses.stream()
                        .anyMatch(
                                a ->
                                        a.link() == wiring.host().peer()
                                                && a.address().equals(wiring.podAddress()));
        if (!there) {
            differs("address of " + pod.ifname(), pod.address().toString(), MISSING);
        }
    }

    private void verifyRoute(String where, Route expected, List<Route> routes) {
        List<Route> toThere =
                routes.stream()
                        .filter(r -> r.destination().equals(expected.destination()))
                        .toList();
        if (!toThere.contains(expected)) {
            String actual = toThere.isEmpty() ? MISSING : toThere.getFirst().toString();
            differs(
                    "route to " + expected.destination() + " in the " + where,
                    expected.toString(),
                    actual);
        }
    }

    private void verifyNeighbour(String where, Neighbour expected, List<Neighbour> neighbours) {
        String actual =
                neighbours.stream()
                        .filter(n -> n.link() == expected.link())
                        .filter(n -> n.address().equals(expected.address()))
                        .findFirst()
                        .map(PodVerification::inWords)
                        .orElse(MISSING);
        String object = "neighbour " + expected.address().getHostAddress() + " in the " + where;
        same(object, inWords(expected), actual);
    }

    private static String inWords(Neighbour neighbour) {
        return neighbour.mac().map(mac -> mac + " ").orElse("")
                + ((neighbour.state() & Neighbour.PERMANENT) != 0 ? "for ever" : "for now");
    }

    private void same(String object, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differs(object, expected.toString(), actual.toString());
        }
    }

    private void differs(String object, String expected, String actual) {
        differences.add(new Difference(object, expected, actual));
    }
}
