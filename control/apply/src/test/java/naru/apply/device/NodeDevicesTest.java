package naru.apply.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.linux.netlink.Addresses;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Link;
import naru.linux.netlink.Links;
import naru.linux.netlink.Route;
import naru.linux.netlink.Routes;
import naru.linux.sysctl.Sysctl;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.Node;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("root")
class NodeDevicesTest {

    private static final Node N1 = node("n1", "172.30.0.2", "10.244.1.0/24");
    private static final Node N2 = node("n2", "172.30.0.3", "10.244.2.0/24");
    private static final Node N3 = node("n3", "172.30.0.4", "10.244.3.0/24");
    private static final IpPrefix PODS_OF_N2 = IpPrefix.parse("10.244.2.0/24");
    private static final InetAddress ROUTER = InetAddress.ofLiteral("172.30.0.1");

    private TestNode node;
    private NodeDevices devices;
    private int uplink;

    @BeforeEach
    void makeANode() {
        node = new TestNode();
        devices = new NodeDevices(node.netlink());
        uplink = node.netlink().link("up0").orElseThrow().index();
    }

    @AfterEach
    void deleteIt() {
        node.close();
    }

    @Test
    void routesFollowTheNodes() {
        RouteChanges first = devices.reconcile(N1, List.of(N1, N2));
        assertThat(first.added()).hasSize(2);
        assertThat(routesInWords())
                .containsExactlyInAnyOrder(
                        "unreachable 10.244.1.0/24", "10.244.2.0/24 via 172.30.0.3 dev " + uplink);

        RouteChanges second = devices.reconcile(N1, List.of(N1, N3));
        assertThat(second.added()).hasSize(1);
        assertThat(second.removed()).hasSize(1);
        assertThat(routesInWords())
                .containsExactlyInAnyOrder(
                        "unreachable 10.244.1.0/24", "10.244.3.0/24 via 172.30.0.4 dev " + uplink);
    }

    @Test
    void nothingIsDoneWhenNothingIsToDo() {
        devices.reconcile(N1, List.of(N2, N3));

        assertThat(devices.reconcile(N1, List.of(N2, N3)).isEmpty()).isTrue();
    }

    @Test
    void aNodeThatMovesToAnotherAddressGetsAnotherGateway() {
        devices.reconcile(N1, List.of(N2));

        RouteChanges moved =
                devices.reconcile(N1, List.of(node("n2", "172.30.0.9", "10.244.2.0/24")));

        assertThat(moved.changed()).hasSize(1);
        assertThat(moved.added()).isEmpty();
        assertThat(routesInWords()).contains("10.244.2.0/24 via 172.30.0.9 dev " + uplink);
    }

    @Test
    void whatSomebodyDeletedComesBack() {
        devices.reconcile(N1, List.of(N2));
        node.netlink().execute(devices.routes().stream().map(Routes::delete).toList());

        assertThat(devices.reconcile(N1, List.of(N2)).added()).hasSize(2);
    }

    @Test
    void aRouteThatAnotherProgramMadeIsNamed_AndStays() {
        Route foreign =
                new Route(
                        PODS_OF_N2,
                        Route.via(PODS_OF_N2, ROUTER, uplink, false).type(),
                        Route.via(PODS_OF_N2, ROUTER, uplink, false).hops(),
                        Optional.empty(),
                        Route.SCOPE_UNIVERSE,
                        Route.MAIN_TABLE,
                        4,
                        0);
        node.netlink().execute(Routes.add(foreign));

        RouteChanges changes = devices.reconcile(N1, List.of(N2));

        assertThat(changes.problems())
                .singleElement()
                .asString()
                .contains("another program (protocol 4)", foreign.toString());
        assertThat(node.netlink().routes()).contains(foreign);
        assertThat(devices.reconcile(N1, List.of()).removed()).isEmpty();
        assertThat(node.netlink().routes()).contains(foreign);
    }

    @Test
    void theRoutesOfPodsOnThisNodeAreNotItsBusiness() throws Exception {
        try (ThrowAwayNetns pod = ThrowAwayNetns.create("pod")) {
            node.add(TestNode.pod("c", pod.path(), "10.244.1.5"));
            devices.reconcile(N1, List.of(N2));

            devices.reconcile(N1, List.of());

            assertThat(devices.routes()).hasSize(1);
            Conversation.between(node.netns, pod, Ipv4Address.parse("10.244.1.5"));
        }
    }

    @Test
    void anAddressOfOurRangeThatNoPodHasIsRefusedAtOnce() {
        devices.reconcile(N1, List.of());

        assertThat(node.netlink().routeTo(InetAddress.ofLiteral("10.244.1.77"))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"bond", "vlan"})
    void aDeviceMadeOfOthersIsTheUplinkThatRoutesName(String kind) throws Exception {
        String[] add =
                kind.equals("bond")
                        ? new String[] {"ip", "link", "add", "above0", "type", "bond"}
                        : "ip link add link up0 name above0 type vlan id 100".split(" ");
        assumeTrue(
                node.call(() -> new ProcessBuilder(add).start().waitFor()) == 0,
                "this kernel has no device of kind " + kind);
        int above = node.netlink().link("above0").orElseThrow().index();
        node.netlink()
                .execute(
                        Links.up(above),
                        Addresses.add(above, InetAddress.ofLiteral("192.168.7.2"), 24),
                        Routes.add(Route.onLink(IpPrefix.ALL_IPV4, above)));
        assertThat(devices.uplinks(List.of(), List.of()).uplinks())
                .extracting(Uplink::name)
                .containsExactly("above0");
    }

    @Test
    void uplinksAreTheDevicesOfTheDefaultRouteAndOfTheWaysToOtherNodes() {
        Link second = node.netlink().executeAndGet(Links.add("up1", "bridge"), "up1");
        Link unused = node.netlink().executeAndGet(Links.add("up2", "bridge"), "up2");
        node.netlink()
                .execute(
                        Links.up(second.index()),
                        Links.up(unused.index()),
                        Addresses.add(second.index(), InetAddress.ofLiteral("192.168.7.2"), 24));
        assertThat(devices.uplinks(List.of(), List.of()).uplinks()).isEmpty();

        node.netlink().execute(Routes.add(Route.via(IpPrefix.ALL_IPV4, ROUTER, uplink, false)));

        assertThat(devices.uplinks(List.of(), List.of()).uplinks())
                .extracting(Uplink::name)
                .containsExactly("up0");
        assertThat(devices.uplinks(List.of(), List.of(Ipv4Address.parse("192.168.7.9"))).uplinks())
                .extracting(Uplink::name)
                .containsExactly("up0", "up1");
        assertThat(devices.uplinks(List.of(), List.of(TestNode.ADDRESS)).uplinks()).hasSize(1);
    }

    @Test
    void itsAddressesAreAllButTheLoopbackOnes() {
        node.netlink().execute(Addresses.add(uplink, InetAddress.ofLiteral("192.168.7.2"), 32));

        assertThat(devices.addresses())
                .containsExactlyInAnyOrder(TestNode.ADDRESS, Ipv4Address.parse("192.168.7.2"));
    }

    @Test
    void preparingSwitchesForwardingOn_Once() throws Exception {
        node.call(() -> Sysctl.IP_FORWARD.write("0"));

        assertThat(node.call(() -> devices.prepare())).containsExactly(Sysctl.IP_FORWARD);
        assertThat(node.call(() -> devices.prepare())).isEmpty();
        assertThat(node.call(Sysctl.IP_FORWARD::read)).hasValue("1");
    }

    @Test
    void anUplinkThatPassesNothingOnIsPutRight() throws Exception {
        Sysctl forwarding = Sysctl.ipv4("up0", "forwarding");
        List<Uplink> uplinks = List.of(new Uplink(uplink, "up0", 1500));
        node.call(() -> devices.prepare());
        node.call(() -> forwarding.write("0"));

        assertThat(node.call(() -> devices.prepare(uplinks))).containsExactly(forwarding);
        assertThat(node.call(forwarding::read)).hasValue("1");
    }

    private List<String> routesInWords() {
        return devices.routes().stream().map(Route::toString).toList();
    }

    private static Node node(String name, String address, String podCidr) {
        return new Node(
                name,
                Map.of(),
                List.of(Ipv4Address.parse(address)),
                List.of(Ipv4Prefix.parse(podCidr)));
    }
}
