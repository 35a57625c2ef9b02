package naru.apply.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Route;
import naru.linux.netlink.RouteType;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.Node;
import org.junit.jupiter.api.Test;

class NodeRoutesTest {

    private static final Node OWN = node("n1", "172.30.0.2", "10.244.1.0/24");
    private static final int UPLINK = 2;

    @Test
    void aNodeOnTheLinkIsTheGatewayToItsPods() {
        NodeRoutes routes = routes(node("n2", "172.30.0.3", "10.244.2.0/24"));

        assertThat(routes.routes().values())
                .extracting(Route::toString)
                .containsExactly("unreachable 10.244.1.0/24", "10.244.2.0/24 via 172.30.0.3 dev 2");
        assertThat(routes.problems()).isEmpty();
    }

    @Test
    void aNodeBehindARouterGetsNoRoute_BecauseTheFabricMustKnowTheWay() {
        assertThat(destinations(routes(node("n3", "192.168.7.3", "10.244.3.0/24"))))
                .containsExactly("10.244.1.0/24");
    }

    @Test
    void ofSeveralAddressesTheFirstOnTheLinkIsTaken() {
        Node both =
                new Node(
                        "n2",
                        Map.of(),
                        addresses("192.168.7.3", "172.30.0.4", "172.30.0.5"),
                        prefixes("10.244.2.0/24"));

        assertThat(toSecond(routes(both))).hasToString("10.244.2.0/24 via 172.30.0.4 dev 2");
    }

    @Test
    void eachOfSeveralPodRangesGetsItsRoute() {
        Node two =
                new Node(
                        "n2",
                        Map.of(),
                        addresses("172.30.0.3"),
                        prefixes("10.244.2.0/24", "10.245.0.0/16"));

        assertThat(destinations(routes(two)))
                .containsExactly("10.244.1.0/24", "10.244.2.0/24", "10.245.0.0/16");
    }

    @Test
    void theNodeItselfAmongTheOthersIsPassedOver() {
        assertThat(routes(OWN).problems()).isEmpty();
        assertThat(destinations(routes(OWN))).containsExactly("10.244.1.0/24");
    }

    @Test
    void aNodeThatClaimsPartOfOurRangeIsAProblem_NotARoute() {
        NodeRoutes routes = routes(node("n2", "172.30.0.3", "10.244.1.128/25"));

        assertThat(destinations(routes)).containsExactly("10.244.1.0/24");
        assertThat(routes.problems())
                .singleElement()
                .asString()
                .contains("10.244.1.128/25 of node n2 overlaps", "spec.podCIDR");
    }

    @Test
    void ofTwoNodesThatClaimTheSameRangeTheFirstByNameHasIt_WhateverTheirOrder() {
        Node second = node("n2", "172.30.0.3", "10.244.2.0/24");
        Node third = node("n3", "172.30.0.4", "10.244.2.0/24");

        NodeRoutes routes = routes(third, second);

        assertThat(routes).isEqualTo(routes(second, third));
        assertThat(toSecond(routes).gateway()).hasValue(Inet.of(Ipv4Address.parse("172.30.0.3")));
        assertThat(routes.problems()).singleElement().asString().contains("of node n3");
    }

    private static Route toSecond(NodeRoutes routes) {
        return Optional.ofNullable(routes.routes().get(IpPrefix.parse("10.244.2.0/24")))
                .orElseThrow();
    }

    private static List<String> destinations(NodeRoutes routes) {
        return routes.routes().keySet().stream().map(IpPrefix::toString).toList();
    }

    private static NodeRoutes routes(Node... others) {
        return NodeRoutes.of(OWN, List.of(others), NodeRoutesTest::routeTo);
    }

    /** As a node with 172.30.0.2/24 and a default route would answer. */
    private static Optional<Route> routeTo(Ipv4Address address) {
        IpPrefix destination = IpPrefix.host(Inet.of(address));
        if (address.equals(OWN.addresses().getFirst())) {
            return Optional.of(Route.refusing(destination, RouteType.LOCAL));
        }
        return Ipv4Prefix.parse("172.30.0.0/24").contains(address)
                ? Optional.of(Route.onLink(destination, UPLINK))
                : Optional.of(
                        Route.via(
                                destination,
                                Inet.of(Ipv4Address.parse("172.30.0.1")),
                                UPLINK,
                                false));
    }

    private static Node node(String name, String address, String podCidr) {
        return new Node(name, Map.of(), addresses(address), prefixes(podCidr));
    }

    private static List<Ipv4Address> addresses(String... addresses) {
        return Stream.of(addresses).map(Ipv4Address::parse).toList();
    }

    private static List<Ipv4Prefix> prefixes(String... prefixes) {
        return Stream.of(prefixes).map(Ipv4Prefix::parse).toList();
    }
}
