package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import naru.testkit.ThrowAwayNetns;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * ADD and DEL leave to the background what costs the kernel grace periods. Nobody sees that: not in
 * packets, not after a kill, not in what is left.
 */
@Tag("root")
class PodComesAndGoesTest {

    private static final int MANY = 20;
    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final String NOBODY_REACHES_Z =
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
             "metadata": {"name": "closed", "namespace": "a"},
             "spec": {"podSelector": {"matchLabels": {"app": "z"}}, "policyTypes": ["Ingress"]}}
            """;

    private AgentNode node;
    private final List<ThrowAwayNetns> namespaces = new ArrayList<>();

    @BeforeEach
    void startANode() throws Exception {
        node = new AgentNode("10.244.1.0/24");
        node.manifest("policy", NOBODY_REACHES_Z);
        node.settle();
    }

    @AfterEach
    void stopIt() throws Exception {
        node.close();
        namespaces.forEach(ThrowAwayNetns::close);
    }

    @Test
    void noDatagramIsLostOrLetThroughWhileFiltersBecomeLinks() throws Exception {
        ThrowAwayNetns x = netns();
        ThrowAwayNetns y = netns();
        ThrowAwayNetns z = netns();
        try (Flood.Receiver open = new Flood.Receiver(y);
                Flood.Receiver closed = new Flood.Receiver(z)) {
            String addressOfY = node.add("y", y);
            String addressOfZ = node.add("z", z);
            node.add("x", x);
            while (links().size() == 6) { // the agent was faster than this test is
                node.cni("DEL", "x", x.path());
                node.add("x", x);
            }
            try (Flood flood = new Flood(x, addressOfY, addressOfZ)) {
                assertThat(links()).as("at the beginning").hasSizeLessThan(6);
                until(() -> links().size() == 6);
                int seen = flood.sent();
                until(() -> flood.sent() > seen + 100);
                int sent = flood.end();
                until(() -> open.count() >= sent);
                assertThat(open.numbers())
                        .containsExactlyElementsOf(IntStream.range(0, sent).boxed().toList());
                assertThat(closed.numbers()).isEmpty();
            }
        }
    }

    @Test
    void anAgentKilledBeforeTheLinksAreMadeIsFollowedByOneThatMakesThem() throws Exception {
        ThrowAwayNetns x = netns();
        ThrowAwayNetns y = netns();
        ThrowAwayNetns z = netns();
        String addressOfY = node.add("y", y);
        String addressOfZ = node.add("z", z);
        node.add("x", x);
        node.killAgent();
        try (Listener _ = new Listener(y, 8080);
                Listener _ = new Listener(z, 8080)) {
            assertThat(Listener.reaches(x, addressOfY, 8080)).isTrue();
            assertThat(Listener.reaches(x, addressOfZ, 8080)).isFalse();
            node.startAgent();
            until(() -> links().size() == 6);
            assertThat(Listener.reaches(x, addressOfY, 8080)).isTrue();
            assertThat(Listener.reaches(x, addressOfZ, 8080)).isFalse();
        }
        assertThat(node.ask("status", "", Status.class).problems()).isEmpty();
    }

    @Test
    void anAgentKilledWhileFiltersBecomeLinksIsFollowedByOneThatGoesOn() throws Exception {
        ThrowAwayNetns x = netns();
        ThrowAwayNetns y = netns();
        ThrowAwayNetns z = netns();
        String addressOfY = node.add("y", y);
        String addressOfZ = node.add("z", z);
        node.add("x", x);
        try (Listener _ = new Listener(y, 8080);
                Listener _ = new Listener(z, 8080)) {
            for (int links = 1; links < 6; links++) {
                int some = links;
                until(() -> links().size() >= some);
                node.killAgent();
                assertThat(Listener.reaches(x, addressOfY, 8080)).isTrue();
                assertThat(Listener.reaches(x, addressOfZ, 8080)).isFalse();
                node.startAgent();
            }
            until(() -> links().size() == 6);
        }
        assertThat(node.ask("status", "", Status.class).problems()).isEmpty();
    }

    @Test
    void aPodIsCutOffWhenDelReturnsAndAKilledAgentsSuccessorRemovesTheRest() throws Exception {
        ThrowAwayNetns x = netns();
        ThrowAwayNetns y = netns();
        String addressOfY = node.add("y", y);
        node.add("x", x);
        try (Listener _ = new Listener(y, 8080)) {
            assertThat(Listener.reaches(x, addressOfY, 8080)).isTrue();
            node.cni("DEL", "x", x.path());
            node.killAgent();
            assertThatThrownBy(() -> Listener.reaches(x, addressOfY, 8080))
                    .hasMessageContaining("unreachable");
            node.startAgent();
            assertThat(node.endpoints()).extracting(EndpointRow::pod).containsExactly("y");
            assertThat(node.hostVeths()).hasSize(1);
            assertThat(node.ask("status", "", Status.class).addresses().used()).isEqualTo(1);
            node.cni("DEL", "x", x.path());
            node.add("x", x);
            assertThat(Listener.reaches(x, addressOfY, 8080)).isTrue();
        }
    }

    @Test
    void aRuntimeMayDeleteTheNamespaceRightAfterDel() throws Exception {
        ThrowAwayNetns x = netns();
        node.add("x", x);
        node.cni("DEL", "x", x.path());
        x.close();
        assertNothingIsLeft();
    }

    @Test
    void aPodThatComesBackAtOnceHasAnInterfaceThatWorks() throws Exception {
        ThrowAwayNetns x = netns();
        ThrowAwayNetns y = netns();
        String addressOfY = node.add("y", y);
        try (Listener _ = new Listener(y, 8080)) {
            for (int round = 0; round < 5; round++) {
                node.add("x", x);
                assertThat(Listener.reaches(x, addressOfY, 8080)).isTrue();
                node.cni("DEL", "x", x.path());
            }
        }
    }

    @Test
    void manyAtOnceAllGetTheirPlaceAndAllLeaveNothing() throws Exception {
        for (int i = 0; i < MANY; i++) {
            node.pod("p" + i);
            netns();
        }
        node.settle();
        List<String> addresses =
                together(i -> address(node.cni("ADD", "p" + i, namespaces.get(i).path())));
        assertThat(addresses).doesNotHaveDuplicates();
        assertThat(node.endpoints()).hasSize(MANY).allMatch(row -> row.state().equals("ready"));
        try (Listener _ = new Listener(namespaces.getFirst(), 8080)) {
            assertThat(Listener.reaches(namespaces.get(MANY - 1), addresses.getFirst(), 8080))
                    .isTrue();
        }
        together(i -> node.cni("DEL", "p" + i, namespaces.get(i).path()));
        assertNothingIsLeft();
    }

    /** For the pod of a number. */
    private interface Request<T> {
        T of(int number) throws Exception;
    }

    private static <T> List<T> together(Request<T> request) throws Exception {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> answers =
                    IntStream.range(0, MANY)
                            .mapToObj(i -> all.submit(() -> request.of(i)))
                            .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> answer : answers) {
                results.add(answer.get());
            }
            return results;
        }
    }

    /** Once what was deleted has gone, which a revision waits for. */
    private void assertNothingIsLeft() throws Exception {
        node.settle();
        assertThat(node.hostVeths()).isEmpty();
        assertThat(node.endpoints()).isEmpty();
        assertThat(node.state().resolve("endpoints")).isEmptyDirectory();
        assertThat(links()).isEmpty();
        assertThat(node.ask("status", "", Status.class).addresses().used()).isZero();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited long enough").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** The pinned tcx links of pods' devices. */
    private List<String> links() throws IOException {
        Process list = node.command("ls", node.bpfRoot().resolve("v1/links"));
        String names = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return names.lines().filter(name -> name.startsWith("pod_")).toList();
    }

    private ThrowAwayNetns netns() {
        ThrowAwayNetns netns = ThrowAwayNetns.create("pod");
        namespaces.add(netns);
        return netns;
    }

    private static String address(JsonNode result) {
        return result.at("/ips/0/address").asText().replace("/32", "");
    }
}
