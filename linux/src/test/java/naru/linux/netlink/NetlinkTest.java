package naru.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.Errno;
import naru.linux.netns.Netns;
import naru.linux.sysctl.Sysctl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class NetlinkTest {

    private static final MacAddress NEAR_MAC = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress FAR_MAC = MacAddress.parse("02:00:00:00:00:02");
    private static final InetAddress NODE = InetAddress.ofLiteral("172.30.0.2");
    private static final InetAddress ROUTER = InetAddress.ofLiteral("172.30.0.1");

    @TempDir Path folder;

    private Path blue;
    private Path green;
    private Netlink inBlue;
    private Netlink inGreen;
    private int descriptors;

    @BeforeEach
    void makeTwoNamespaces() throws Exception {
        descriptors = Descriptor.openCount();
        blue = Netns.create(folder.resolve("blue"));
        green = Netns.create(folder.resolve("green"));
        inBlue = Netns.call(blue, Netlink::open);
        inGreen = Netns.call(green, Netlink::open);
    }

    @AfterEach
    void deleteThem() {
        inBlue.close();
        inGreen.close();
        Netns.delete(blue);
        Netns.delete(green);
        assertThat(Descriptor.openCount()).isEqualTo(descriptors);
    }

    @Test
    void bothEndsOfAPairAreMadeAtTheirPlacesInOneStep() {
        Link near = makePair();

        Link far = inGreen.link("eth0").orElseThrow();
        assertThat(near.name()).isEqualTo("naru1");
        assertThat(near.mac()).hasValue(NEAR_MAC);
        assertThat(near.mtu()).isEqualTo(1400);
        assertThat(near.kind()).isEqualTo("veth");
        assertThat(near.isUp()).isFalse();
        assertThat(far.mac()).hasValue(FAR_MAC);
        assertThat(far.mtu()).isEqualTo(1400);
        assertThat(near.peer()).isEqualTo(far.index());
        assertThat(far.peer()).isEqualTo(near.index());
        assertThat(near.peerNamespace()).isNotNegative();
    }

    @Test
    void deletingOneEndDeletesTheOther() {
        makePair();

        inBlue.execute(Links.delete("naru1"));

        assertThat(inGreen.link("eth0")).isEmpty();
        assertThat(inBlue.links()).extracting(Link::name).containsExactly("lo");
    }

    @Test
    void aNameThatIsTakenIsRefusedWithOperationObjectAndErrno() {
        makePair();

        assertThatThrownBy(this::makePair)
                .isInstanceOfSatisfying(
                        NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST))
                .hasMessageContaining("add veth pair naru1 and eth0: EEXIST (17)");
    }

    @Test
    void theKernelsOwnWordsArePartOfTheError() {
        Route nowhere = Route.via(IpPrefix.parse("10.9.0.0/16"), ROUTER, 1, false);
        inBlue.execute(Links.up(1));

        assertThatThrownBy(() -> inBlue.execute(Routes.add(nowhere)))
                .hasMessageContaining("add route 10.9.0.0/16 via 172.30.0.1 dev 1")
                .hasMessageContaining("the kernel says: Nexthop has invalid gateway");
    }

    @Test
    void afterARefusalTheOthersOfABatchAreStillTried_AndEachRefusalIsReported() {
        Link near = makePair();

        assertThatThrownBy(
                        () ->
                                inBlue.execute(
                                        Links.delete("nobody"),
                                        Links.up(near.index()),
                                        Links.delete("nothing"),
                                        Addresses.add(near.index(), NODE, 24)))
                .hasMessageContaining("delete device nobody: ENODEV")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));

        assertThat(inBlue.link("naru1").orElseThrow().isUp()).isTrue();
        assertThat(inBlue.addresses()).contains(new InterfaceAddress(near.index(), NODE, 24, 0));
    }

    @Test
    void anAcceptedErrorIsNone() {
        inBlue.execute(Links.delete("nobody").accepting(Errno.ENODEV));

        assertThat(inBlue.links()).hasSize(1);
    }

    @Test
    void oneChangeTouchesSeveralSidesOfADevice() throws Exception {
        Link near = makePair();

        inBlue.execute(
                Links.change(near.index())
                        .name("naru2")
                        .alias("some container/eth0")
                        .mtu(1300)
                        .mac(FAR_MAC)
                        .ipv4(LinkChange.RP_FILTER, 2)
                        .up()
                        .request());

        Link after = inBlue.link(near.index()).orElseThrow();
        assertThat(after.name()).isEqualTo("naru2");
        assertThat(after.alias()).isEqualTo("some container/eth0");
        assertThat(after.mtu()).isEqualTo(1300);
        assertThat(after.mac()).hasValue(FAR_MAC);
        assertThat(after.isUp()).isTrue();
        assertThat(Netns.call(blue, () -> Sysctl.ipv4("naru2", "rp_filter").read())).hasValue("2");
    }

    @Test
    void aDeviceJoinsABridge_LeavesIt_AndMovesToAnotherNamespace() {
        Link bridge = inBlue.executeAndGet(Links.add("br0", "bridge"), "br0");
        Link near = makePair();

        inBlue.execute(Links.change(near.index()).master(bridge.index()).request());
        assertThat(inBlue.link("naru1").orElseThrow().master()).isEqualTo(bridge.index());

        inBlue.execute(Links.change(near.index()).master(0).request());
        try (Descriptor target = Netns.open(green)) {
            inBlue.execute(Links.change(near.index()).namespace(target).request());
        }
        assertThat(inBlue.link("naru1")).isEmpty();
        assertThat(inGreen.link("naru1")).isPresent();
    }

    @Test
    void routesAreAddedReplacedFilteredByTheirMakerAndDeleted() {
        Link near = makeNodeLink();
        IpPrefix pods = IpPrefix.parse("10.244.2.0/24");
        Route route = Route.via(pods, ROUTER, near.index(), false);
        Route other = Route.via(pods, InetAddress.ofLiteral("172.30.0.9"), near.index(), false);

        inBlue.execute(Routes.add(route));
        assertThat(inBlue.routes(Route.NARU)).containsExactly(route);
        assertThat(inBlue.routes()).hasSize(2).contains(route);

        inBlue.execute(Routes.replace(other.withSource(NODE)));
        assertThat(inBlue.routes(Route.NARU)).containsExactly(other.withSource(NODE));

        inBlue.execute(Routes.delete(other));
        assertThat(inBlue.routes(Route.NARU)).isEmpty();
    }

    @Test
    void routesByAGatewayOnTheLinkAndRoutesThatRefuseReadBackAsTheyWereWritten() {
        Link near = makeNodeLink();
        InetAddress gateway = InetAddress.ofLiteral("169.254.1.1");
        Route byGateway = Route.via(IpPrefix.ALL_IPV4, gateway, near.index(), true);
        Route refusing =
                Route.refusing(IpPrefix.parse("10.244.1.0/24"), RouteType.UNREACHABLE)
                        .withMetric(77);

        inBlue.execute(Routes.add(byGateway), Routes.add(refusing));

        assertThat(inBlue.routes(Route.NARU)).containsExactlyInAnyOrder(byGateway, refusing);
    }

    @Test
    void theWayToAnAddressIsWhatTheKernelWouldDo() {
        Link near = makeNodeLink();
        IpPrefix pods = IpPrefix.parse("10.244.2.0/24");
        inBlue.execute(
                Routes.add(Route.via(pods, ROUTER, near.index(), false)),
                Routes.add(Route.refusing(IpPrefix.parse("10.244.3.0/24"), RouteType.UNREACHABLE)));

        Route toPod = inBlue.routeTo(InetAddress.ofLiteral("10.244.2.7")).orElseThrow();
        assertThat(toPod.gateway()).hasValue(ROUTER);
        assertThat(toPod.link()).isEqualTo(near.index());
        assertThat(toPod.source()).hasValue(NODE);
        assertThat(inBlue.routeTo(ROUTER).orElseThrow().gateway()).isEmpty();
        assertThat(inBlue.routeTo(NODE).orElseThrow().type()).isEqualTo(RouteType.LOCAL);
        assertThat(inBlue.routeTo(InetAddress.ofLiteral("8.8.8.8"))).isEmpty();
        assertThat(inBlue.routeTo(InetAddress.ofLiteral("10.244.3.1"))).isEmpty();
    }

    @Test
    void permanentNeighboursAreSetReplacedListedAndDeleted() {
        Link near = makeNodeLink();
        Neighbour first = Neighbour.permanent(near.index(), ROUTER, NEAR_MAC);
        Neighbour second = Neighbour.permanent(near.index(), ROUTER, FAR_MAC);

        inBlue.execute(Neighbours.replace(first));
        assertThat(permanent()).containsExactly(first);
        inBlue.execute(Neighbours.replace(second));
        assertThat(permanent()).containsExactly(second);
        inBlue.execute(Neighbours.delete(second));

        assertThat(permanent()).isEmpty();
    }

    @Test
    void thousandsOfRoutesGoInAndComeBackWhole() {
        Link near = makeNodeLink();
        List<Route> routes =
                IntStream.range(0, 3000)
                        .mapToObj(i -> "10." + i / 250 + "." + i % 250 + ".0/24")
                        .map(p -> Route.via(IpPrefix.parse(p), ROUTER, near.index(), false))
                        .toList();

        inBlue.execute(routes.stream().map(Routes::add).toList());

        assertThat(inBlue.routes(Route.NARU)).containsExactlyInAnyOrderElementsOf(routes);
        assertThatThrownBy(() -> inBlue.execute(routes.stream().map(Routes::add).toList()))
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2999));
    }

    @Test
    void aNamespaceThatHasNothingListsNothing() {
        assertThat(inGreen.routes()).isEmpty();
        assertThat(inGreen.neighbours()).isEmpty();
        assertThat(inGreen.addresses()).isEmpty();
        assertThat(inGreen.links()).singleElement().matches(Link::isLoopback);
    }

    private List<Neighbour> permanent() {
        return inBlue.neighbours().stream().filter(n -> n.state() == Neighbour.PERMANENT).toList();
    }

    private Link makePair() {
        try (Descriptor far = Netns.open(green)) {
            VethPair pair =
                    new VethPair(
                            1400,
                            new VethPair.End("naru1", NEAR_MAC),
                            new VethPair.End("eth0", FAR_MAC),
                            Optional.of(far));
            return inBlue.executeAndGet(Links.addVeth(pair), "naru1");
        }
    }

    private Link makeNodeLink() {
        Link near = makePair();
        inBlue.execute(Links.up(near.index()), Addresses.add(near.index(), NODE, 24));
        return near;
    }
}
