package naru.agent.churn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import naru.agent.AgentNode;
import naru.testkit.ThrowAwayNetns;
import naru.testkit.churn.AddressLedger;

/**
 * Makes and removes sandboxes one after the other as kubelet and containerd do: after an ADD that
 * failed or was killed comes DEL, once, and then a new sandbox; DEL is tried until it succeeds; now
 * and then a call is killed, or a sandbox is simply gone.
 */
final class Runtime implements Callable<Void> {

    static final int MOST_AT_A_TIME = 3;
    private static final int LOSES_ONE_OF = 40;
    private static final int KILLS_ONE_OF = 10;
    private static final int SENDS_ONE_OF = 4;
    private static final int RENEWS_POD_ONE_OF = 4;
    private static final long RETRY_NANOS = 250_000_000L;
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private final AgentNode node;
    private final Relay relay;
    private final AddressLedger ledger;
    private final String name;
    private final Random random;
    private final int rounds;
    private final List<Running> running = new ArrayList<>();
    private int sandboxes;
    private volatile int begun;
    private volatile int failures;

    private record Running(Sandbox sandbox, ThrowAwayNetns netns, String address) {}

    /**
     * @param rounds how many pods
     */
    Runtime(
            AgentNode node,
            Relay relay,
            AddressLedger ledger,
            String name,
            Random random,
            int rounds) {
        this.node = node;
        this.relay = relay;
        this.ledger = ledger;
        this.name = name;
        this.random = random;
        this.rounds = rounds;
    }

    @Override
    public Void call() throws Exception {
        try {
            for (int round = 0; round < rounds; round++) {
                if (running.size() == MOST_AT_A_TIME
                        || running.size() > 0 && random.nextBoolean()) {
                    stop(running.remove(random.nextInt(running.size())));
                }
                begun = round + 1;
                running.add(begin());
            }
            while (!running.isEmpty()) {
                stop(running.removeLast());
            }
            return null;
        } finally {
            running.forEach(left -> left.netns.close());
        }
    }

    /** How many pods it has begun. */
    int begun() {
        return begun;
    }

    /** How many ADDs failed. */
    int failures() {
        return failures;
    }

    /** Tries with one sandbox after the other. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private Running begin() throws Exception {
        String pod = pod();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            ThrowAwayNetns netns = ThrowAwayNetns.create("pod");
            Sandbox sandbox = new Sandbox(name + "-" + sandboxes++, pod, netns.path());
            Relay.Answer answer = call("ADD", sandbox);
            if (answer.good()) {
                ledger.gave(answer.address(), sandbox);
                if (random.nextInt(SENDS_ONE_OF) == 0) {
                    send(netns);
                }
                return new Running(sandbox, netns, answer.address());
            }
            failures++;
            relay.call("DEL", sandbox);
            netns.close();
            assertThat(System.nanoTime()).as("ADD still fails: %s", answer).isLessThan(deadline);
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private Relay.Answer call(String command, Sandbox sandbox) throws Exception {
        return random.nextInt(KILLS_ONE_OF) == 0
                ? relay.callAndKill(command, sandbox, random)
                : relay.call(command, sandbox);
    }

    /** The pod's object is there already, comes now, or comes anew. */
    private String pod() throws IOException {
        String pod = name + "-" + running.size();
        if (random.nextInt(RENEWS_POD_ONE_OF) == 0) {
            node.remove("pod-" + pod);
        }
        node.pod(pod);
        return pod;
    }

    private static void send(ThrowAwayNetns netns) throws Exception {
        netns.call(
                () -> {
                    try (DatagramSocket socket = new DatagramSocket()) {
                        InetAddress to = InetAddress.ofLiteral(AgentNode.ADDRESS);
                        socket.send(
                                new DatagramPacket(new byte[1], 1, new InetSocketAddress(to, 9)));
                    }
                    return true;
                });
    }

    private void stop(Running pod) throws Exception {
        ledger.takesBack(pod.address);
        if (random.nextInt(LOSES_ONE_OF) > 0) {
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            Relay.Answer answer = call("DEL", pod.sandbox);
            while (!answer.good()) {
                assertThat(System.nanoTime())
                        .as("DEL still fails: %s", answer)
                        .isLessThan(deadline);
                LockSupport.parkNanos(RETRY_NANOS);
                answer = call("DEL", pod.sandbox);
            }
        }
        pod.netns.close();
    }
}
