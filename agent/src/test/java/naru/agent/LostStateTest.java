package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import naru.linux.netlink.Link;
import naru.linux.netlink.Links;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.Repair;
import naru.wire.AgentReplies.Status;
import naru.wire.DoctorReply;
import naru.wire.Operation.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Somebody removes what the agent keeps on disk while pods live: they keep their connections and
 * their policy, and the next agent knows them again.
 */
@Tag("root")
@Timeout(120)
class LostStateTest extends ThreePods {

    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private Map<String, List<String>> bare;

    @BeforeEach
    void aConnectionAndAPolicy() throws Exception {
        node = new AgentNode("10.244.1.0/24");
        node.settle();
        bare = node.snapshot();
        addPods();
        node.manifest("policy", ONLY_X_REACHES_Y);
        connect();
        awaitTold();
    }

    @Test
    void aStateFolderThatIsLostCostsNobodyAConnectionAndIsSaidOnce() throws Exception {
        List<EndpointRow> before = node.endpoints();
        try (Flood.Receiver received = new Flood.Receiver(y);
                Flood flood = new Flood(z, addressOfY)) {
            node.killAgent();
            node.removeState();
            node.startAgent();
            Listener.talk(open);
            node.settle();
            assertReachedByXOnly();
            assertThat(flood.end()).isPositive();
            assertThat(received.count()).isZero();
        }
        assertSamePods(before);
        assertSaid("the state folder was lost; no record of 3 endpoints that are there: a/");
        assertThat(before)
                .extracting(EndpointRow::address)
                .doesNotContain(node.add("new", netns()));

        restart();
        assertThat(repairs()).isEmpty();
        Listener.talk(open);
        assertSamePods(before);
        node.removeState();
        assertThat(doctor().findings())
                .extracting(DoctorReply.Finding::check)
                .contains("state-folder", "addresses");
        node.add("later", netns());
        restart();
        assertSaid("no record of 4 endpoints that are there: a/");
        assertReachedByXOnly();
        assertNothingIsLeftOf("x", "y", "z", "new", "later");
    }

    @Test
    void recordsThatAreLostAreMadeAnewButNotOfWhomAnAddHadNotAnswered() throws Exception {
        node.killAgent();
        AgentNode.remove(node.state().resolve("endpoints"));
        alias("z", "c-z/eth0"); // where the agent would have been killed before it had a record
        node.startAgent();
        node.settle();
        Listener.talk(open);
        assertThat(Listener.reaches(x, addressOfY, 8080)).isTrue();
        assertThat(node.endpoints()).extracting(EndpointRow::pod).containsExactly("y", "x");
        assertThat(z.netlink().link("eth0")).isEmpty();
        assertSaid("no record of 2 endpoints that are there: a/");
        node.cni("DEL", "z", z.path());
        node.add("z", z);
        assertThat(Listener.reaches(z, addressOfY, 8080)).isFalse();
    }

    @Test
    void whatAnEarlierAgentsDevicesDoNotSayTheClusterDoes() throws Exception {
        List<EndpointRow> before = node.endpoints();
        for (String pod : List.of("x", "y")) {
            withAddress(pod);
        }
        node.settle();
        node.killAgent();
        node.removeState();
        for (String pod : List.of("x", "y", "z")) {
            alias(pod, "c-%s/eth0".formatted(pod));
        }
        node.startAgent();
        node.settle();
        assertReachedByXOnly();
        assertThat(node.endpoints()).extracting(EndpointRow::pod).containsExactly("y", "x", "");
        assertThat(node.problems()).containsExactly("which pod an endpoint is of was lost");
        restart();
        Listener.talk(open);
        assertThat(node.problems()).isEmpty();
        assertThat(repairs()).isEmpty();
        assertThat(node.endpoints())
                .extracting(EndpointRow::address)
                .isEqualTo(before.stream().map(EndpointRow::address).toList());
        assertThat(device("x").alias())
                .isEqualTo("c-x/eth0 %d - a/x".formatted(endpoint("x").id()));
    }

    private void restart() throws Exception {
        node.killAgent();
        node.startAgent();
        node.settle();
    }

    private void assertSamePods(List<EndpointRow> before) throws Exception {
        for (EndpointRow row : before) {
            EndpointRow now = endpoint(row.pod());
            assertThat(now.id()).isEqualTo(row.id());
            assertThat(now.address()).isEqualTo(row.address());
            assertThat(now.ifindex()).isEqualTo(row.ifindex());
            assertThat(now.state()).isEqualTo("ready");
        }
    }

    /** As a repair, by status and doctor; and there is nothing else to say. */
    private void assertSaid(String found) throws Exception {
        assertThat(repairs())
                .singleElement()
                .satisfies(
                        repair -> {
                            assertThat(repair.kind()).isEqualTo("record");
                            assertThat(repair.found()).startsWith(found);
                        });
        assertThat(node.problems()).isEmpty();
        DoctorReply doctor = doctor();
        assertThat(doctor.findings()).isEmpty();
        assertThat(doctor.state().lastRepair())
                .isEqualTo("record " + node.state().resolve("endpoints"));
    }

    private void assertNothingIsLeftOf(String... names) throws Exception {
        node.remove("policy");
        for (String name : names) {
            node.cni("DEL", name, Path.of("/nowhere"));
            node.remove("pod-" + name);
        }
        node.settle();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!node.snapshot().equals(bare) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(50_000_000);
        }
        assertThat(node.snapshot()).isEqualTo(bare);
        assertThat(node.ask("status", "", Status.class).addresses().used()).isZero();
    }

    /** ADD is answered first, then noted on the device. */
    private void awaitTold() throws Exception {
        for (String pod : List.of("x", "y", "z")) {
            while (!device(pod).alias().endsWith("a/" + pod)) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private void alias(String pod, String text) {
        node.netns().netlink().execute(Links.change(device(pod).index()).alias(text).request());
    }

    private Link device(String pod) {
        return node.netns().netlink().links().stream()
                .filter(link -> link.alias().startsWith("c-" + pod + "/"))
                .findFirst()
                .orElseThrow();
    }

    private void withAddress(String pod) throws IOException, Refusal {
        String address = endpoint(pod).address();
        Path manifest = node.manifests().resolve("pod-" + pod + ".json");
        String text = Files.readString(manifest);
        String status = ", \"status\": {\"phase\": \"Running\", \"podIP\": \"%s\"}}";
        node.manifest(
                "pod-" + pod, text.substring(0, text.lastIndexOf('}')) + status.formatted(address));
    }

    private List<Repair> repairs() throws IOException, Refusal {
        return node.ask("status", "", Status.class).repairs().recent();
    }

    private DoctorReply doctor() throws IOException, Refusal {
        return node.ask("doctor", "", DoctorReply.class);
    }
}
