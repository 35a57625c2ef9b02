package naru.agent.churn;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import naru.agent.AgentNode;

/**
 * Kills a node's agent (signal 9) so many times while pods come and go, now and then while it
 * starts.
 */
final class Killer {

    private static final long START_NANOS = 1_500_000_000L;
    private static final int EARLY_ONE_OF = 3;
    private static final long LOOK_NANOS = 1_000_000L;

    private final AgentNode node;
    private final Random random;
    private final Thread agents;
    private volatile boolean ended;
    private volatile int agentKills;

    /**
     * @param begun how many pods were begun so far
     * @param pods how many there will be
     */
    Killer(AgentNode node, long seed, LongSupplier begun, int pods, int kills) {
        this.node = node;
        this.random = new Random(seed);
        this.agents = Thread.ofPlatform().daemon(true).start(() -> killAgents(begun, pods, kills));
    }

    private void killAgents(LongSupplier begun, int pods, int kills) {
        try {
            for (int i = 0; i < kills; i++) {
                int share = pods / kills;
                long moment = (long) i * share + random.nextInt(share);
                while (begun.getAsLong() < moment && !ended) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                Thread start = killAndStart();
                if (random.nextInt(EARLY_ONE_OF) == 0) {
                    LockSupport.parkNanos(random.nextLong(START_NANOS));
                    start = killAndStart();
                }
                start.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private Thread killAndStart() throws InterruptedException {
        node.killAgent();
        agentKills++;
        return Thread.ofPlatform().daemon(true).start(this::startAgent);
    }

    private void startAgent() {
        try {
            node.startAgent();
        } catch (IOException e) {
            // killed before it answered
        }
    }

    int agentKills() {
        return agentKills;
    }

    /** An agent runs when this returns. */
    void end() throws InterruptedException {
        ended = true;
        agents.join();
    }
}
