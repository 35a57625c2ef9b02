package naru.lab.scenario;

import static naru.lab.scenario.Manifests.namespace;
import static naru.lab.scenario.Manifests.pod;
import static naru.lab.scenario.Manifests.podsWith;
import static naru.lab.scenario.Manifests.serverLetsIn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import naru.testkit.traffic.Conversations;
import naru.wire.Operation.Refusal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Agents are killed at any moment while connections go on and a flood that policy denies goes on:
 * no connection ends, nothing of the flood arrives, and the counter has counted each datagram.
 */
@Tag("root")
class AgentKillTest {

    private static final int CONNECTIONS = 10;
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** TCP gives up much later; a connection that hangs for as long as an agent starts does not. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(3);

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String CLIENTS = podsWith("app: client");
    private static final String THIEVES = podsWith("app: thief");

    private static final String PODS =
            namespace("a", "team: one")
                    + pod("a", "server", "n1", "app: server")
                    + pod("a", "near", "n1", "app: client")
                    + pod("a", "far", "n2", "app: client")
                    + pod("a", "near-thief", "n1", "app: thief")
                    + pod("a", "far-thief", "n2", "app: thief")
                    + serverLetsIn("a", CLIENTS);

    @Test
    void tenKillsUnderLoadAreNotNoticed() throws Exception {
        killUnderLoad("kill-tcx", "agent: {attach: tcx}", 10, 1);
    }

    @Test
    void tenKillsUnderLoadAreNotNoticedWithClsact() throws Exception {
        killUnderLoad("kill-clsact", "agent: {attach: clsact}", 10, 2);
    }

    @Test
    @Tag("long")
    @Timeout(900)
    void aHundredKillsUnderLoadAreNotNoticed() throws Exception {
        killUnderLoad("kill-long", "", 120, System.nanoTime());
    }

    @Test
    void whatIsDeniedStaysOutWhileAgentsAreKilledAndPodsAndPoliciesChange() throws Exception {
        changeUnderLoad("kill-change", 2, 3);
    }

    @Test
    @Tag("long")
    @Timeout(900)
    void whatIsDeniedStaysOutThroughAHundredKillsAndChanges() throws Exception {
        changeUnderLoad("kill-change-long", 25, System.nanoTime());
    }

    private static void killUnderLoad(String name, String config, int kills, long seed)
            throws Exception {
        try (ScenarioLab lab = up(name, config);
                Load load = new Load(lab)) {
            AgentKiller killer = new AgentKiller(lab, "n1", seed);
            killer.kill(kills, () -> {});
            assertThat(killer.recover()).isLessThan(SOON);
            load.assertConversationsGoOn();
            long sent = load.flood.end();
            load.flood.assertAllIsAccountedFor(sent);
            assertThat(load.flood.arrived()).isZero();
        }
    }

    /** The thieves are let in and shut out; what counts is what is in force, not who is alive. */
    private static void changeUnderLoad(String name, int rounds, long seed) throws Exception {
        try (ScenarioLab lab = up(name, "");
                Load load = new Load(lab)) {
            AgentKiller killer = new AgentKiller(lab, "n1", seed);
            for (int round = 0; round < rounds; round++) {
                lab.apply(serverLetsIn("a", CLIENTS + ", " + THIEVES));
                load.flood.awaitArrivals();
                lab.apply(serverLetsIn("a", CLIENTS));
                List<Long> denied = load.flood.sent();
                PodChanges changes = new PodChanges(lab, round);
                killer.kill(4, changes::next);
                assertThat(killer.recover()).isLessThan(SOON);
                changes.settle();
                load.flood.assertNothingArrivedSince(denied);
            }
            load.assertConversationsGoOn();
            long sent = load.flood.end();
            load.flood.assertAllIsAccountedFor(sent);
        }
    }

    private static ScenarioLab up(String name, String config) throws Exception {
        ScenarioLab lab = ScenarioLab.up(name, config, Manifests.TWO_NODES);
        lab.apply(PODS);
        return lab;
    }

    /** Pods and policies that have nothing to do with the load, and change all the time. */
    private static final class PodChanges {

        private final ScenarioLab lab;
        private final String namespace;
        private final StringBuilder pods = new StringBuilder();
        private int next;

        PodChanges(ScenarioLab lab, int round) throws Exception {
            this.lab = lab;
            this.namespace = "b" + round;
            lab.apply(namespace(namespace, "team: two"));
        }

        /** Somebody comes and others' rules change, whether or not an agent runs. */
        void next() {
            try {
                String pod = pod(namespace, "p" + next, "n1", "app: server, n: p" + next);
                lab.applyWithoutWaiting(pod + serverLetsIn(namespace, podsWith("n: p" + next)));
                pods.append(pod);
                next++;
            } catch (IOException | Refusal e) {
                throw new IllegalStateException(e);
            }
        }

        void settle() throws Exception {
            lab.settle();
            lab.delete(pods.toString());
        }
    }

    /** Connections that must go on and a flood that is mostly to stay out. */
    private static final class Load implements AutoCloseable {

        private final List<Conversations> talks = new ArrayList<>();
        private final WatchedFlood flood;

        Load(ScenarioLab lab) throws Exception {
            Place server = lab.pod("a", "server");
            Place near = lab.pod("a", "near");
            Place far = lab.pod("a", "far");
            talks.add(talk(near, server, 8001));
            talks.add(talk(far, server, 8002));
            talks.add(talk(near, far, 8003));
            List<Place> thieves = List.of(lab.pod("a", "near-thief"), lab.pod("a", "far-thief"));
            flood = new WatchedFlood(lab, "n1", server, thieves);
        }

        void assertConversationsGoOn() throws IOException {
            for (Conversations talk : talks) {
                Conversations.Report report = talk.report();
                System.out.println(report);
                assertThat(report.allLive()).as("%s", report).isTrue();
                assertThat(report.longest()).as("%s", report).isLessThan(LONGEST_GAP);
            }
        }

        @Override
        public void close() {
            talks.forEach(Conversations::close);
            flood.close();
        }
    }

    private static Conversations talk(Place from, Place to, int port) throws IOException {
        return Conversations.open(from.netns(), to.netns(), to.ip(), port, CONNECTIONS, PAUSE);
    }
}
