package naru.apply.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Link;
import naru.linux.netlink.Route;
import org.junit.jupiter.api.Test;

/** Which devices lead out of a node, for kinds of devices that this kernel may not have. */
class UplinkChoiceTest {

    private static final InetAddress ROUTER = InetAddress.ofLiteral("192.0.2.1");
    private static final Link LOOPBACK = link(1, "lo", "", 0, 0, 8);
    private static final Link ETH0 = link(2, "eth0", "", 0, 0, 0);
    private static final Link ETH1 = link(3, "eth1", "", 0, 0, 0);
    private static final Link POD = link(9, "naru0a1b2c3d", "veth", 0, 0, 0);

    private static Link link(
            int index, String name, String kind, int master, int below, int flags) {
        return new Link(index, name, Optional.empty(), 1500, master, flags, below, -1, kind, "", 6);
    }

    private static Route defaultBy(Link link) {
        return Route.via(IpPrefix.ALL_IPV4, ROUTER, link.index(), false);
    }

    private static List<String> chosen(List<Link> links, List<Route> routes, List<Route> toOthers) {
        return UplinkChoice.of(List.of(), links, routes, toOthers).uplinks().stream()
                .map(Uplink::name)
                .toList();
    }

    @Test
    void ofABondItIsTheBondAndNotWhatItIsMadeOf() {
        Link bond = link(4, "bond0", "bond", 0, 0, 0);
        List<Link> links =
                List.of(
                        LOOPBACK,
                        link(2, "eth0", "", bond.index(), 0, 0),
                        link(3, "eth1", "", bond.index(), 0, 0),
                        bond);
        assertThat(chosen(links, List.of(defaultBy(bond)), List.of())).containsExactly("bond0");
    }

    @Test
    void ofAVlanOnABondItIsTheVlan() {
        Link bond = link(4, "bond0", "bond", 0, 0, 0);
        Link vlan = link(5, "bond0.100", "vlan", 0, bond.index(), 0);
        Route toOther = Route.onLink(IpPrefix.parse("10.0.0.7/32"), vlan.index());
        assertThat(chosen(List.of(LOOPBACK, bond, vlan), List.of(), List.of(toOther)))
                .containsExactly("bond0.100");
        assertThat(
                        chosen(
                                List.of(LOOPBACK, bond, vlan),
                                List.of(defaultBy(bond)),
                                List.of(toOther)))
                .as("the internet by the bond itself, nodes by a VLAN on it")
                .containsExactly("bond0", "bond0.100");
    }

    @Test
    void twoDefaultRoutesAreTwoUplinks() {
        List<Route> routes = List.of(defaultBy(ETH0), defaultBy(ETH1).withMetric(100));
        assertThat(chosen(List.of(LOOPBACK, ETH0, ETH1, POD), routes, List.of()))
                .containsExactly("eth0", "eth1");
    }

    @Test
    void whoNamesDevicesGetsThoseWhateverTheRoutesSay() {
        UplinkChoice choice =
                UplinkChoice.of(
                        List.of("eth1", "eth7"),
                        List.of(LOOPBACK, ETH0, ETH1, POD),
                        List.of(defaultBy(ETH0)),
                        List.of());
        assertThat(choice.uplinks()).extracting(Uplink::name).containsExactly("eth1");
        assertThat(choice.missing()).containsExactly("eth7");
    }

    @Test
    void neitherPodsDevicesNorLoopbackAreUplinks() {
        List<Route> routes = List.of(defaultBy(POD), defaultBy(LOOPBACK));
        assertThat(chosen(List.of(LOOPBACK, ETH0, POD), routes, List.of())).isEmpty();
    }
}
