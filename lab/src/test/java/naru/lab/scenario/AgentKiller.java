package naru.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import naru.wire.AgentReplies.Status;
import naru.wire.DoctorReply;
import naru.wire.Operation.Refusal;

/** Kills a node's agent (signal 9) at any moment of its life, its start not excepted. */
final class AgentKiller {

    /** A start takes about half of that here, so that about every second kill meets one. */
    private static final long LIFE_NANOS = 1_500_000_000L;

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final ScenarioLab lab;
    private final String node;
    private final Random random;
    private int kills;
    private int early;

    AgentKiller(ScenarioLab lab, String node, long seed) {
        this.lab = lab;
        this.node = node;
        this.random = new Random(seed);
        System.out.printf("kills of the agent of %s by seed %d%n", node, seed);
    }

    /**
     * Kills the agent that runs, and each that follows, so many in all; then none runs.
     *
     * @param between runs after each kill, while no agent does
     */
    void kill(int times, Runnable between) throws Exception {
        Thread start = Thread.ofVirtual().start(() -> {});
        for (int i = 1; i <= times; i++) {
            LockSupport.parkNanos(random.nextLong(LIFE_NANOS));
            early += start.isAlive() ? 1 : 0;
            lab.agent("kill", node);
            kills++;
            start.join();
            between.run();
            if (i < times) {
                start = Thread.ofVirtual().start(this::start);
            }
        }
    }

    private void start() {
        try {
            lab.agent("start", node);
        } catch (Refusal e) {
            // it was killed before it answered
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts one that lives; answers how long it took until all was right again. */
    Duration recover() throws Exception {
        long begin = System.nanoTime();
        lab.agent("start", node);
        while (!isRight()) {
            assertThat(System.nanoTime() - begin)
                    .as("%s is not right again: %s", node, lab.status(node).problems())
                    .isLessThan(PATIENCE_NANOS);
            LockSupport.parkNanos(10_000_000);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf(
                "%s: %d kills, %d of them before the agent answered; right again in %d ms%n",
                node, kills, early, took.toMillis());
        return took;
    }

    private boolean isRight() throws Exception {
        Status status = lab.status(node);
        return status.problems().isEmpty()
                && status.appliedRevision() == status.revision()
                && lab.askAgent(node, "doctor", DoctorReply.class).findings().isEmpty();
    }
}
