package naru.apply.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import naru.linux.netlink.Addresses;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Link;
import naru.linux.netlink.Links;
import naru.linux.netlink.MacAddress;
import naru.linux.netlink.Neighbour;
import naru.linux.netlink.Neighbours;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.Route;
import naru.linux.netlink.Routes;
import naru.linux.sysctl.Sysctl;
import naru.model.Ipv4Address;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("root")
class PodVerificationTest {

    private static final Ipv4Address ADDRESS = Ipv4Address.parse("10.244.1.5");
    private static final InetAddress POD = InetAddress.ofLiteral("10.244.1.5");
    private static final InetAddress GATEWAY = PodWiring.GATEWAY;
    private static final MacAddress OTHER_MAC = MacAddress.parse("02:00:00:00:00:99");

    private TestNode node;
    private ThrowAwayNetns podNetns;
    private PodInterface pod;

    /**
     * Something that somebody does to a pod's network.
     *
     * @param differences what is found then
     */
    record Damage(
            String name,
            BiConsumer<Netlink, Integer> onNode,
            BiConsumer<Netlink, Integer> inPod,
            List<String> differences) {

        static Damage onNode(String name, BiConsumer<Netlink, Integer> act, String... found) {
            return new Damage(name, act, (_, _) -> {}, List.of(found));
        }

        static Damage inPod(String name, BiConsumer<Netlink, Integer> act, String... found) {
            return new Damage(name, (_, _) -> {}, act, List.of(found));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Damage> damages() {
        return Stream.of(
                Damage.onNode(
                        "the node's route to the pod is deleted",
                        (node, host) ->
                                node.execute(Routes.delete(Route.onLink(IpPrefix.host(POD), host))),
                        "route to 10.244.1.5/32 in the node"),
                Damage.onNode(
                        "the node's neighbour is deleted",
                        (node, host) ->
                                node.execute(
                                        Neighbours.delete(
                                                Neighbour.permanent(host, POD, OTHER_MAC))),
                        "neighbour 10.244.1.5 in the node"),
                Damage.onNode(
                        "the node's neighbour has another address",
                        (node, host) ->
                                node.execute(
                                        Neighbours.replace(
                                                Neighbour.permanent(host, POD, OTHER_MAC))),
                        "neighbour 10.244.1.5 in the node"),
                Damage.onNode(
                        "the host end is down",
                        (node, host) -> node.execute(Links.change(host).down().request()),
                        "state of host end",
                        "route to 10.244.1.5/32 in the node",
                        "neighbour 10.244.1.5 in the node"),
                Damage.onNode(
                        "the host end has another mtu",
                        (node, host) -> node.execute(Links.change(host).mtu(1000).request()),
                        "mtu of host end"),
                Damage.inPod(
                        "the pod's default route is deleted",
                        (inPod, eth0) ->
                                inPod.execute(
                                        Routes.delete(
                                                Route.via(IpPrefix.ALL_IPV4, GATEWAY, eth0, true))),
                        "route to 0.0.0.0/0 in the pod"),
                Damage.inPod(
                        "the pod's gateway is deleted",
                        (inPod, eth0) ->
                                inPod.execute(
                                        Neighbours.delete(
                                                Neighbour.permanent(eth0, GATEWAY, OTHER_MAC))),
                        "neighbour 169.254.1.1 in the pod"),
                Damage.inPod(
                        "the pod's interface is down",
                        (inPod, eth0) -> inPod.execute(Links.change(eth0).down().request()),
                        "state of eth0 in the pod",
                        "route to 169.254.1.1/32 in the pod",
                        "route to 0.0.0.0/0 in the pod",
                        "neighbour 169.254.1.1 in the pod"),
                Damage.inPod(
                        "the pod's address is deleted",
                        (inPod, eth0) -> inPod.execute(Addresses.delete(eth0, POD, 32)),
                        "route to 169.254.1.1/32 in the pod",
                        "route to 0.0.0.0/0 in the pod",
                        "neighbour 169.254.1.1 in the pod",
                        "address of eth0"),
                Damage.inPod(
                        "the pod's interface has an mtu at which the kernel forgets IPv6",
                        (inPod, eth0) -> inPod.execute(Links.change(eth0).mtu(900).request()),
                        "mtu of eth0 in the pod"));
    }

    @BeforeEach
    void addAPod() throws Exception {
        node = new TestNode();
        podNetns = ThrowAwayNetns.create("pod");
        pod = TestNode.pod("container-1", podNetns.path(), "10.244.1.5");
        node.add(pod);
    }

    @AfterEach
    void deleteAll() {
        podNetns.close();
        node.close();
    }

    @Test
    void aPodThatWasJustAddedIsAsItShouldBe() throws Exception {
        assertThat(verify()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void whatSomebodyBrokeIsNamedAndCanBeRepaired(Damage damage) throws Exception {
        damage.onNode().accept(node.netlink(), host().index());
        damage.inPod().accept(podNetns.netlink(), host().peer());

        List<Difference> found = verify();

        assertThat(found).hasSameSizeAs(damage.differences());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).object()).startsWith(damage.differences().get(i));
        }
        repair();
        assertThat(verify()).isEmpty();
        Conversation.between(node.netns, podNetns, ADDRESS);
    }

    @Test
    void ipv6ThatSomebodySwitchedOnAgainIsFoundAndSwitchedOff() throws Exception {
        podNetns.call(() -> Sysctl.ipv6("eth0", "disable_ipv6").write("0"));

        assertThat(verify()).containsExactly(new Difference("disable_ipv6 in the pod", "1", "0"));

        repair();
        assertThat(verify()).isEmpty();
    }

    @Test
    void aMissingPairIsNamed_AndCantBeRepaired() throws Exception {
        node.devices().remove(pod.hostName());

        assertThat(verify())
                .containsExactly(
                        new Difference("host end " + pod.hostName(), "present", "missing"));
        assertThatThrownBy(this::repair).hasMessageContaining("must be made anew");
    }

    @Test
    void aPodWhoseInterfaceHasAnotherNameIsNamed() throws Exception {
        int eth0 = host().peer();
        podNetns.netlink().execute(Links.change(eth0).down().name("eth9").request());

        assertThat(verify())
                .containsExactly(new Difference("eth0 in the pod", "present", "missing"));
    }

    @Test
    void aNamespaceThatIsGoneIsNamed() throws Exception {
        PodInterface elsewhere =
                TestNode.pod("container-1", podNetns.path().resolveSibling("gone"), "10.244.1.5");

        assertThat(node.call(() -> node.devices().verify(elsewhere)))
                .singleElement()
                .asString()
                .contains("network namespace", "gone is ENOENT");
    }

    private Link host() {
        return node.netlink().link(pod.hostName()).orElseThrow();
    }

    private List<Difference> verify() throws Exception {
        return node.call(() -> node.devices().verify(pod));
    }

    private void repair() throws Exception {
        node.call(
                () -> {
                    node.devices().repair(pod);
                    return true;
                });
    }
}
