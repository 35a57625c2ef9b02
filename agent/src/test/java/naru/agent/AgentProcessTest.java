package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import naru.testkit.ThrowAwayNetns;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An agent, its pods, and what becomes of them when it is killed. */
@Tag("root")
class AgentProcessTest {

    private static final String DENY_ALL_BUT_X =
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
             "metadata": {"name": "only-x", "namespace": "a"},
             "spec": {"podSelector": {"matchLabels": {"app": "y"}},
                      "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "x"}}}]}]}}
            """;

    /** About as long as a request takes here. */
    private static final long ANYWHERE_NANOS = 30_000_000L;

    private AgentNode node;
    private final List<ThrowAwayNetns> pods = new ArrayList<>();

    @BeforeEach
    void startANode() throws Exception {
        node = new AgentNode("10.244.1.0/29");
    }

    @AfterEach
    void stopIt() throws Exception {
        node.close();
        pods.forEach(ThrowAwayNetns::close);
    }

    @Test
    void podsReachEachOtherAsPolicySaysAlsoWhileNoAgentRunsAndAfterTheNextOneTookOver()
            throws Exception {
        ThrowAwayNetns x = netns();
        ThrowAwayNetns y = netns();
        ThrowAwayNetns z = netns();
        String addressOfY = node.add("y", y);
        node.add("x", x);
        node.add("z", z);
        try (Listener _ = new Listener(y, 8080);
                Socket open = Listener.connection(x, addressOfY, 8080)) {
            assertThat(Listener.reaches(z, addressOfY, 8080)).isTrue();
            node.manifest("policy", DENY_ALL_BUT_X);
            node.settle();
            assertReachedByXOnly(open, x, z, addressOfY);
            List<String> veths = node.hostVeths();

            node.killAgent();
            assertReachedByXOnly(open, x, z, addressOfY);
            node.startAgent();
            assertReachedByXOnly(open, x, z, addressOfY);
            assertThat(node.hostVeths()).isEqualTo(veths);
            assertThat(node.endpoints())
                    .extracting(EndpointRow::pod)
                    .containsExactly("y", "x", "z");

            node.stopAgent();
            assertReachedByXOnly(open, x, z, addressOfY);
            node.startAgent("--attach", "clsact");
            assertReachedByXOnly(open, x, z, addressOfY);
            assertThat(node.ask("status", "", Status.class).attach()).isEqualTo("clsact");
        }
    }

    private static void assertReachedByXOnly(
            Socket open, ThrowAwayNetns x, ThrowAwayNetns z, String address) throws Exception {
        Listener.talk(open);
        assertThat(Listener.reaches(x, address, 8080)).isTrue();
        assertThat(Listener.reaches(z, address, 8080)).isFalse();
    }

    @Test
    void aSecondAddIsAnErrorAndDelSucceedsAgainAndAgain() throws Exception {
        ThrowAwayNetns x = netns();
        node.add("x", x);
        assertThatThrownBy(() -> node.cni("ADD", "x", x.path())).hasMessageContaining("has eth0");
        node.cni("DEL", "x", x.path());
        node.cni("DEL", "x", x.path());
        node.cni("DEL", "x", Path.of("/nowhere"));
        assertNothingIsLeft();
        node.add("x", x);
    }

    @Test
    void aFullRangeNamesItselfAndItsCounts() throws Exception {
        for (int i = 0; i < 6; i++) {
            node.add("p" + i, netns());
        }
        node.pod("last");
        node.settle();
        ThrowAwayNetns last = netns();
        assertThatThrownBy(() -> node.cni("ADD", "last", last.path()))
                .hasMessageContaining("10.244.1.0/29")
                .hasMessageContaining("6 used");
        assertThat(last.netlink().link("eth0")).isEmpty();
        node.cni("DEL", "p3", pods.get(3).path());
        assertThat(node.endpoints()).hasSize(5);
    }

    @Test
    void aPodThatIsNotKnownYetIsToBeTriedAgainAndLeavesNothing() throws Exception {
        ThrowAwayNetns x = netns();
        assertThatThrownBy(() -> node.cni("ADD", "x", x.path()))
                .hasMessageContaining("a/x is not known");
        assertNothingIsLeft();
    }

    @Test
    void aNamespaceThatIsNotThereLeavesNothing() throws Exception {
        node.pod("x");
        node.settle();
        assertThatThrownBy(() -> node.cni("ADD", "x", Path.of("/nowhere")))
                .hasMessageContaining("/nowhere");
        assertNothingIsLeft();
    }

    @Test
    void aSecondAgentOnTheSameStateIsRefused() throws Exception {
        assertThat(node.startSecondAgent()).startsWith("1 ").contains("another agent");
        assertThat(node.endpoints()).isEmpty();
    }

    @Test
    void anAgentKilledAnywhereInAddLeavesNothingThatTheNextOneKeeps() throws Exception {
        long seed = RandomGenerator.getDefault().nextLong();
        RandomGenerator random = new java.util.Random(seed);
        ThrowAwayNetns x = netns();
        node.pod("x");
        node.settle();
        for (int round = 0; round < 6; round++) {
            CompletableFuture<Boolean> answered = inBackground("ADD", x);
            LockSupport.parkNanos(random.nextLong(ANYWHERE_NANOS));
            node.killAgent();
            boolean complete = answered.join();
            node.startAgent();
            boolean kept = !node.endpoints().isEmpty();
            assertThat(kept || !complete).as("seed %d, round %d", seed, round).isTrue();
            assertThat(node.hostVeths()).as("seed %d, round %d", seed, round).hasSize(kept ? 1 : 0);
            node.cni("DEL", "x", x.path());
            assertNothingIsLeft();
        }
        node.add("x", x);
    }

    @Test
    void anAgentKilledAnywhereInDelKeepsThePodWholeOrLetsTheNextOneTakeItAway() throws Exception {
        long seed = RandomGenerator.getDefault().nextLong();
        RandomGenerator random = new java.util.Random(seed);
        ThrowAwayNetns x = netns();
        ThrowAwayNetns y = netns();
        String address = node.add("y", y);
        try (Listener _ = new Listener(y, 8080)) {
            for (int round = 0; round < 6; round++) {
                node.add("x", x);
                CompletableFuture<Boolean> answered = inBackground("DEL", x);
                LockSupport.parkNanos(random.nextLong(ANYWHERE_NANOS));
                node.killAgent();
                boolean gone = answered.join();
                node.startAgent();
                boolean kept = node.endpoints().size() == 2;
                assertThat(kept && gone).as("seed %d, round %d", seed, round).isFalse();
                assertThat(node.hostVeths()).hasSize(kept ? 2 : 1);
                if (kept) {
                    assertThat(Listener.reaches(x, address, 8080)).isTrue();
                }
                node.cni("DEL", "x", x.path());
                node.settle();
                assertThat(node.endpoints()).extracting(EndpointRow::pod).containsExactly("y");
            }
        }
        node.cni("DEL", "y", y.path());
        assertNothingIsLeft();
    }

    private CompletableFuture<Boolean> inBackground(String command, ThrowAwayNetns netns) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        node.cni(command, "x", netns.path());
                        return true;
                    } catch (Exception e) {
                        return false;
                    }
                },
                Executors.newVirtualThreadPerTaskExecutor());
    }

    /** Once what was deleted has gone, which a revision waits for. */
    private void assertNothingIsLeft() throws Exception {
        node.settle();
        assertThat(node.hostVeths()).isEmpty();
        assertThat(node.endpoints()).isEmpty();
        try (var records = Files.list(node.state().resolve("endpoints"))) {
            assertThat(records).isEmpty();
        }
        Status status = node.ask("status", "", Status.class);
        assertThat(status.addresses().used()).isZero();
    }

    private ThrowAwayNetns netns() {
        ThrowAwayNetns netns = ThrowAwayNetns.create("pod");
        pods.add(netns);
        return netns;
    }
}
