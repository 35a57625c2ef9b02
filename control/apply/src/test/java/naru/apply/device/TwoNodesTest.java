package naru.apply.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.Node;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes on one link, a pod on each. */
@Tag("root")
class TwoNodesTest {

    private static final Node N1 = node("n1", "172.30.0.2", "10.244.1.0/24");
    private static final Node N2 = node("n2", "172.30.0.3", "10.244.2.0/24");
    private static final Ipv4Address POD1 = Ipv4Address.parse("10.244.1.5");
    private static final Ipv4Address POD2 = Ipv4Address.parse("10.244.2.5");

    private TestNode first;
    private TestNode second;
    private ThrowAwayNetns pod1;
    private ThrowAwayNetns pod2;

    @BeforeEach
    void makeTwoNodesAndTwoPods() throws Exception {
        first = new TestNode(N1.addresses().getFirst());
        second = new TestNode(N2.addresses().getFirst());
        first.connect(second);
        pod1 = ThrowAwayNetns.create("pod1");
        pod2 = ThrowAwayNetns.create("pod2");
        manage(first, N1, new PodInterface("c1", "eth0", pod1.path(), POD1, address(N1), 1500));
        manage(second, N2, new PodInterface("c2", "eth0", pod2.path(), POD2, address(N2), 1500));
    }

    @AfterEach
    void deleteThem() {
        pod1.close();
        pod2.close();
        second.netns.close();
        first.close();
    }

    @Test
    void podsOfDifferentNodesReachEachOtherByTheirOwnAddresses() throws Exception {
        assertThat(Conversation.between(pod1, pod2, POD2)).isEqualTo(POD1);
        assertThat(Conversation.between(pod2, pod1, POD1)).isEqualTo(POD2);
    }

    @Test
    void aNodeReachesThePodsOfAnother_AndTheyReachIt() throws Exception {
        assertThat(Conversation.between(first.netns, pod2, POD2)).isEqualTo(address(N1));
        assertThat(Conversation.between(pod2, first.netns, address(N1))).isEqualTo(POD2);
    }

    private static void manage(TestNode node, Node self, PodInterface pod) throws Exception {
        node.call(
                () -> {
                    NodeDevices devices = new NodeDevices(node.netlink());
                    devices.prepare();
                    assertThat(devices.reconcile(self, List.of(N1, N2)).problems()).isEmpty();
                    return node.devices().add(pod, _ -> {});
                });
    }

    private static Ipv4Address address(Node node) {
        return node.addresses().getFirst();
    }

    private static Node node(String name, String address, String podCidr) {
        return new Node(
                name,
                Map.of(),
                List.of(Ipv4Address.parse(address)),
                List.of(Ipv4Prefix.parse(podCidr)));
    }
}
