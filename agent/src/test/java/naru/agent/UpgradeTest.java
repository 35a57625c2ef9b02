package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import naru.testkit.OtherVersion;
import naru.testkit.ThrowAwayNetns;
import naru.testkit.traffic.Conversations;
import naru.testkit.traffic.FloodTaker;
import naru.testkit.traffic.NumberedFlood;
import naru.wire.AgentReplies.Drops;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.FlowRow;
import naru.wire.AgentReplies.MapUse;
import naru.wire.AgentReplies.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Two versions whose maps differ in nearly every layout take a node over from each other, while
 * connections talk and a flood of what policy denies knocks.
 */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpgradeTest {

    private static final String ONLY_FRIENDS =
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
             "metadata": {"name": "friends", "namespace": "a"},
             "spec": {"podSelector": {"matchLabels": {"app": "y"}},
                      "policyTypes": ["Ingress", "Egress"],
                      "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "x"}}},
                                            {"podSelector": {"matchLabels": {"app": "far"}}}]}]}}
            """;

    private static final int TALKERS = 20;
    private static final int NEAR_PORT = 8080;
    private static final int REMOTE_PORT = 8081;
    private static final int FLOOD_PORT = 9000;
    private static final int RATE = 5000;
    private static final long ANYWHERE_NANOS = 2_500_000_000L;
    private static final int ROUNDS = 10;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private OtherVersion other;
    private AgentNode node;
    private ThrowAwayNetns x;
    private ThrowAwayNetns y;
    private ThrowAwayNetns z;
    private FarPod far;
    private String address = "";

    @BeforeAll
    void buildTheOtherVersion() {
        other = OtherVersion.build();
    }

    @AfterAll
    void removeIt() {
        other.close();
    }

    @BeforeEach
    void aNodeWithPodsAndAPodElsewhere() throws Exception {
        node = new AgentNode("10.244.1.0/24");
        far = FarPod.beside(node);
        x = ThrowAwayNetns.create("x");
        y = ThrowAwayNetns.create("y");
        z = ThrowAwayNetns.create("z");
        node.manifest("policy", ONLY_FRIENDS);
        address = node.add("y", y);
        node.add("x", x);
        node.add("z", z);
        node.settle();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        node.nextAgentsAre(Optional.empty());
        node.close();
        far.close();
        List.of(x, y, z).forEach(ThrowAwayNetns::close);
    }

    @Test
    void upAndDownAgainThenWithoutFilesNoConnectionIsLostAndNothingDeniedPasses() throws Exception {
        underLoad(
                "",
                () -> {
                    for (Optional<Path> version : List.of(newer(), older())) {
                        long drops = denied();
                        node.killAgent();
                        if (version.isEmpty()) {
                            node.removeState();
                        }
                        node.nextAgentsAre(version);
                        node.startAgent();
                        assertThat(node.endpoints())
                                .extracting(EndpointRow::pod)
                                .containsExactly("y", "x", "z");
                        assertThat(roomForConnections())
                                .isEqualTo(version.isPresent() ? 131072 : 262144);
                        assertThat(denied()).isGreaterThanOrEqualTo(drops);
                        assertReadsEvents();
                    }
                });
    }

    @Test
    void killedOnTheWayTheNextAgentOfEitherVersionGoesOn() throws Exception {
        underLoad(
                "",
                () -> {
                    node.killAgent();
                    node.nextAgentsAre(newer());
                    node.runAgentUntil("no program has changed");
                    node.runAgentUntil("programs of this version see all packets");
                    node.nextAgentsAre(older());
                    node.runAgentUntil("counters are carried");
                    node.nextAgentsAre(newer());
                    node.startAgent();
                });
    }

    @Tag("long")
    @RepeatedTest(10)
    void killedAnywhereAndStartedInEitherVersionItIsAllTheSame() throws Exception {
        long seed = RandomGenerator.getDefault().nextLong();
        RandomGenerator random = new java.util.Random(seed);
        underLoad(
                "seed " + seed,
                () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        node.killAgent();
                        node.nextAgentsAre(random.nextBoolean() ? newer() : older());
                        node.launchAgent();
                        LockSupport.parkNanos(random.nextLong(ANYWHERE_NANOS));
                    }
                    node.killAgent();
                    node.startAgent();
                });
    }

    private interface Story {
        void happens() throws Exception;
    }

    /** What must hold whatever happens to the agent. */
    private void underLoad(String about, Story story) throws Exception {
        try (FloodTaker taker = FloodTaker.at(y.path(), FLOOD_PORT);
                NumberedFlood flood = NumberedFlood.start(z.path(), address, FLOOD_PORT, RATE);
                Conversations near = talk(x.path(), NEAR_PORT);
                Conversations remote = talk(far.path(), REMOTE_PORT);
                Newcomers newcomers = new Newcomers(x, y, address)) {
            story.happens();
            node.settle();
            assertThat(newcomers.end()).as("opened meanwhile, %s", about).isPositive();
            assertTalking(near, "near " + about);
            assertTalking(remote, "remote " + about);
            assertThat(connections()).as(about).isEqualTo(2 * TALKERS);
            long sent = flood.stop().count();
            assertThat(sent).isGreaterThan(RATE);
            assertThat(taker.arrived().count()).as(about).isZero();
            awaitCounted(sent);
            assertThat(denied()).as(about).isEqualTo(sent);
        }
    }

    private Optional<Path> newer() {
        return Optional.of(other.classes());
    }

    private static Optional<Path> older() {
        return Optional.empty();
    }

    private Conversations talk(Path from, int port) throws Exception {
        return Conversations.open(from, y.path(), address, port, TALKERS, PAUSE);
    }

    private static void assertTalking(Conversations talk, String who) throws Exception {
        long before = talk.report().exchanged();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (talk.report().exchanged() < before + 2 * TALKERS && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        Conversations.Report report = talk.report();
        assertThat(report.exchanged()).as(who).isGreaterThanOrEqualTo(before + 2 * TALKERS);
        assertThat(report.allLive()).as("%s: %s", who, report).isTrue();
    }

    /** What was sent last may still be under way in the kernel. */
    private void awaitCounted(long sent) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (denied() < sent && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Of its own programs: the flood makes some all the time. */
    private void assertReadsEvents() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (status().events().read() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(status().events().read()).isPositive();
    }

    private Status status() throws Exception {
        return node.ask("status", "", Status.class);
    }

    /**
     * Of what is on its way to y. An answer of y's that a program takes for a beginning, because it
     * does not know the connection yet, is denied on its way from y, and sent again.
     */
    private long denied() throws Exception {
        return status().drops().stream()
                .filter(drop -> drop.reason().startsWith("Policy denied"))
                .filter(drop -> drop.direction().equalsIgnoreCase("ingress"))
                .mapToLong(Drops::packets)
                .sum();
    }

    private long roomForConnections() throws Exception {
        return status().maps().stream()
                .filter(map -> map.name().equals("flow_map4"))
                .mapToLong(MapUse::maximum)
                .findFirst()
                .orElseThrow();
    }

    private long connections() throws Exception {
        return List.of(node.ask("ct-list", "", FlowRow[].class)).stream()
                .filter(row -> Set.of(NEAR_PORT, REMOTE_PORT).contains(row.destinationPort()))
                .count();
    }
}
