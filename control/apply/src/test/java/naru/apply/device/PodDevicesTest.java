package naru.apply.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import naru.linux.ffi.Errno;
import naru.linux.netlink.Link;
import naru.linux.netlink.Links;
import naru.linux.netlink.MacAddress;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.NetlinkException;
import naru.linux.netlink.Route;
import naru.linux.netlink.VethPair;
import naru.linux.sysctl.Sysctl;
import naru.model.Ipv4Address;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("root")
class PodDevicesTest {

    private static final Ipv4Address ADDRESS = Ipv4Address.parse("10.244.1.5");

    private static final int FIRST_PACKET = 4242;
    private static final int TIMEOUT_MILLIS = 5_000;

    private TestNode node;
    private ThrowAwayNetns podNetns;
    private PodInterface pod;

    @BeforeEach
    void makeANodeAndAPod() {
        node = new TestNode();
        podNetns = ThrowAwayNetns.create("pod");
        pod = TestNode.pod("container-1", podNetns.path(), "10.244.1.5");
    }

    @AfterEach
    void deleteThem() {
        podNetns.close();
        node.close();
    }

    @Test
    void nodeAndPodReachEachOtherByTheirAddresses() throws Exception {
        node.add(pod);

        assertThat(Conversation.between(node.netns, podNetns, ADDRESS)).isEqualTo(TestNode.ADDRESS);
        assertThat(Conversation.between(podNetns, node.netns, TestNode.ADDRESS)).isEqualTo(ADDRESS);
    }

    @Test
    void twoPodsOfANodeReachEachOther() throws Exception {
        try (ThrowAwayNetns other = ThrowAwayNetns.create("other")) {
            node.call(() -> new NodeDevices(node.netlink()).prepare());
            node.add(pod);
            node.add(TestNode.pod("container-2", other.path(), "10.244.1.6"));

            assertThat(Conversation.between(podNetns, other, Ipv4Address.parse("10.244.1.6")))
                    .isEqualTo(ADDRESS);
        }
    }

    @Test
    void theFirstPacketAfterAddIsNotLost() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (DatagramSocket inPod = podNetns.call(() -> new DatagramSocket(FIRST_PACKET));
                    DatagramSocket onNode = node.call(() -> new DatagramSocket(0))) {
                inPod.setSoTimeout(TIMEOUT_MILLIS);
                DatagramPacket packet = new DatagramPacket(new byte[] {(byte) i}, 1);
                packet.setSocketAddress(
                        new InetSocketAddress(InetAddress.ofLiteral("10.244.1.5"), FIRST_PACKET));
                node.call(
                        () -> {
                            node.devices().add(pod, _ -> {});
                            onNode.send(packet);
                            return true;
                        });
                inPod.receive(packet);
                assertThat(packet.getData()).containsExactly(i);
            }
            node.devices().remove(pod.hostName());
        }
    }

    @Test
    void podsAreAddedAndRemovedAtTheSameTime() throws Exception {
        List<ThrowAwayNetns> namespaces =
                IntStream.range(0, 16).mapToObj(i -> ThrowAwayNetns.create("pod" + i)).toList();
        PodDevices devices = node.devices();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HostVeth>> adds = new ArrayList<>();
            for (ThrowAwayNetns netns : namespaces) {
                String address = "10.244.1." + (10 + adds.size());
                PodInterface each = TestNode.pod("c" + adds.size(), netns.path(), address);
                adds.add(threads.submit(() -> node.call(() -> devices.add(each, _ -> {}))));
            }
            List<HostVeth> made = new ArrayList<>();
            for (Future<HostVeth> add : adds) {
                made.add(add.get());
            }
            assertThat(devices.hostVeths()).containsExactlyInAnyOrderElementsOf(made);

            List<Future<?>> removes = new ArrayList<>();
            made.forEach(veth -> removes.add(threads.submit(() -> devices.remove(veth.name()))));
            for (Future<?> remove : removes) {
                remove.get();
            }
            assertNothingIsLeft();
        } finally {
            namespaces.forEach(ThrowAwayNetns::close);
        }
    }

    @Test
    void whatAddReturnsIsWhatTheKernelHas() throws Exception {
        HostVeth made = node.add(pod);

        Link host = node.netlink().link(pod.hostName()).orElseThrow();
        Link device = podNetns.netlink().link("eth0").orElseThrow();
        assertThat(made.index()).isEqualTo(host.index());
        assertThat(made.name()).matches("naru[0-9a-f]{8}");
        assertThat(Optional.of(made.mac())).isEqualTo(host.mac());
        assertThat(made.podMac()).isEqualTo(device.mac());
        assertThat(device.mtu()).isEqualTo(1450);
        assertThat(host.mtu()).isEqualTo(1450);
        assertThat(node.devices().hostVeths()).containsExactly(made);
    }

    @Test
    void neitherEndSpeaksIpv6_AndThePodsReversePathIsNotChecked() throws Exception {
        node.add(pod);

        assertThat(podNetns.call(() -> Sysctl.ipv6("eth0", "disable_ipv6").read())).hasValue("1");
        assertThat(node.call(() -> Sysctl.ipv6(pod.hostName(), "disable_ipv6").read()))
                .hasValue("1");
        assertThat(node.call(() -> Sysctl.ipv4(pod.hostName(), "rp_filter").read())).hasValue("0");
        assertThat(podNetns.netlink().addresses())
                .extracting(a -> a.address().getHostAddress())
                .containsExactlyInAnyOrder("127.0.0.1", "10.244.1.5", "0:0:0:0:0:0:0:1");
    }

    @Test
    void theGuardSeesTheHostEndBeforeAnyPacketCanPass() throws Exception {
        node.call(
                () ->
                        node.devices()
                                .add(
                                        pod,
                                        host -> {
                                            assertThat(onlyHostVeth().isUp()).isFalse();
                                            assertThat(onlyHostVeth().index())
                                                    .isEqualTo(host.index());
                                            assertThat(node.netlink().routes(Route.NARU)).isEmpty();
                                            assertThat(host.podMac()).isPresent();
                                        }));
    }

    @ParameterizedTest
    @EnumSource(PodStep.class)
    void aFailureAfterAnyStepLeavesNothingBehind(PodStep last) throws Exception {
        IllegalStateException failure = new IllegalStateException("as told after " + last);
        PodDevices failing =
                node.devices(
                        step -> {
                            if (step == last) {
                                throw failure;
                            }
                        });

        assertThatThrownBy(() -> node.call(() -> failing.add(pod, _ -> {}))).isSameAs(failure);

        assertNothingIsLeft();
        node.add(pod);
        assertThat(node.call(() -> node.devices().verify(pod))).isEmpty();
    }

    @Test
    void aGuardThatFailsLeavesNothingBehind() {
        IllegalStateException failure = new IllegalStateException("no room in the map");

        assertThatThrownBy(
                        () ->
                                node.call(
                                        () ->
                                                node.devices()
                                                        .add(
                                                                pod,
                                                                _ -> {
                                                                    throw failure;
                                                                })))
                .isSameAs(failure);

        assertNothingIsLeft();
    }

    @Test
    void aPodThatLosesItsNamespaceDuringAddFailsIt_AndLeavesNothing() {
        PodDevices devices =
                node.devices(
                        step -> {
                            if (step == PodStep.HOST_SIDE) {
                                podNetns.netlink().execute(Links.delete("eth0"));
                            }
                        });

        assertThatThrownBy(() -> node.call(() -> devices.add(pod, _ -> {})))
                .isInstanceOf(NetlinkException.class)
                .hasMessageContaining("ENODEV");

        assertNothingIsLeft();
    }

    @Test
    void removingTwiceIsFine() throws Exception {
        node.add(pod);

        node.devices().remove("container-1", "eth0");
        node.devices().remove("container-1", "eth0");
        node.devices().remove(pod.hostName());

        assertNothingIsLeft();
    }

    @Test
    void removingAPodWhoseNamespaceIsGoneIsFine() throws Exception {
        node.add(pod);
        podNetns.close();

        node.devices().remove(pod.hostName());

        assertThat(node.devices().hostVeths()).isEmpty();
    }

    @Test
    void aRemainderOfTheSameNameIsReplaced() throws Exception {
        HostVeth first = node.add(pod);
        try (ThrowAwayNetns restarted = ThrowAwayNetns.create("restarted")) {
            HostVeth second = node.add(TestNode.pod("container-1", restarted.path(), "10.244.1.5"));

            assertThat(second.name()).isEqualTo(first.name());
            assertThat(node.devices().hostVeths()).containsExactly(second);
            assertThat(podNetns.netlink().link("eth0")).isEmpty();
        }
    }

    @Test
    void aDeviceOfAnotherContainerThatHasTheNameByChanceIsLeftAlone() throws Exception {
        HostVeth first = node.add(pod);
        String another = "another container/eth0";
        node.netlink().execute(Links.change(first.index()).alias(another).request());

        assertThatThrownBy(() -> node.add(pod)).hasMessageContaining("belongs to " + another);
        node.devices().remove("container-1", "eth0");

        assertThat(node.devices().hostVeths()).extracting(HostVeth::owner).containsExactly(another);
        node.devices().remove(pod.hostName());
        assertNothingIsLeft();
    }

    @Test
    void anInterfaceThatSomebodyElseMadeInThePodIsRefused_AndStays() {
        Netlink inPod = podNetns.netlink();
        Link foreign = inPod.executeAndGet(Links.add("eth0", "bridge"), "eth0");

        assertThatThrownBy(() -> node.add(pod))
                .isInstanceOfSatisfying(
                        NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));

        assertThat(inPod.link("eth0").orElseThrow().index()).isEqualTo(foreign.index());
        assertThat(node.devices().hostVeths()).isEmpty();
    }

    @Test
    void theNodesOwnNamespaceIsRefused() {
        PodInterface hostNetwork = TestNode.pod("c", node.netns.path(), "10.244.1.5");

        assertThatThrownBy(() -> node.add(hostNetwork))
                .hasMessageContaining("is the node's own network namespace");
    }

    @Test
    void aMissingNamespaceIsNamed() {
        Path nowhere = podNetns.path().resolveSibling("nowhere");

        assertThatThrownBy(() -> node.add(TestNode.pod("c", nowhere, "10.244.1.5")))
                .hasMessageContaining(nowhere + "): ENOENT");
    }

    @Test
    void pruningRemovesTheVethsThatNobodyWants_AndOthersDevicesStay() throws Exception {
        HostVeth wanted = node.add(pod);
        makeForeignPair("naru0", "narubridge");
        try (ThrowAwayNetns other = ThrowAwayNetns.create("other")) {
            HostVeth stray = node.add(TestNode.pod("container-2", other.path(), "10.244.1.6"));

            assertThat(node.devices().prune(Set.of(wanted.name()))).containsExactly(stray);
        }
        assertThat(node.devices().hostVeths()).containsExactly(wanted);
        assertThat(node.netlink().link("naru0")).isPresent();
    }

    private Link onlyHostVeth() {
        List<Link> veths =
                node.netlink().links().stream().filter(l -> l.kind().equals("veth")).toList();
        assertThat(veths).hasSize(1);
        return veths.getFirst();
    }

    private void makeForeignPair(String near, String far) {
        VethPair pair =
                new VethPair(
                        1500,
                        new VethPair.End(near, MacAddress.parse("02:00:00:00:00:01")),
                        new VethPair.End(far, MacAddress.parse("02:00:00:00:00:02")),
                        Optional.empty());
        node.netlink().execute(Links.addVeth(pair));
    }

    private void assertNothingIsLeft() {
        assertThat(node.devices().hostVeths()).isEmpty();
        assertThat(node.netlink().links()).extracting(Link::name).containsOnly("lo", "up0");
        assertThat(node.netlink().routes(Route.NARU)).isEmpty();
        assertThat(podNetns.netlink().links()).extracting(Link::name).containsOnly("lo");
        assertThat(podNetns.netlink().routes()).isEmpty();
    }
}
