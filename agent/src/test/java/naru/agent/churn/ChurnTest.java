package naru.agent.churn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import naru.agent.AgentNode;
import naru.testkit.ThrowAwayNetns;
import naru.testkit.churn.AddressLedger;
import naru.testkit.churn.Killer;
import naru.wire.AgentReplies.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pods come and go by the hundred, through the executable that runtimes call, while agents and
 * callers are killed: no address is two pods' at a time, and in the end the node is as before.
 */
@Tag("root")
class ChurnTest {

    private static final int AT_ONCE = 100;
    private static final int RUNTIMES = 16;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final List<AutoCloseable> closing = new ArrayList<>();
    private final AddressLedger ledger = new AddressLedger();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : closing.reversed()) {
            part.close();
        }
    }

    @Test
    void aHundredAtOnceAllSucceedAlsoWhileAHundredOthersGo() throws Exception {
        AgentNode node = closed(new AgentNode("10.244.0.0/22"));
        Relay relay = closed(new Relay(node.socket()));
        node.settle();
        Map<String, List<String>> before = node.snapshot();
        List<Sandbox> first = sandboxes(node, "first");
        List<Sandbox> second = sandboxes(node, "second");
        List<Callable<String>> adds = new ArrayList<>();
        first.forEach(sandbox -> adds.add(() -> add(relay, sandbox)));
        List<String> addresses = together(adds);
        assertThat(addresses).doesNotHaveDuplicates().hasSize(AT_ONCE);

        List<Callable<String>> addsAndDels = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            Sandbox leaves = first.get(i);
            Sandbox comes = second.get(i);
            String address = addresses.get(i);
            addsAndDels.add(() -> del(relay, leaves, address));
            addsAndDels.add(() -> add(relay, comes));
        }
        List<String> after = together(addsAndDels);
        assertThat(node.endpoints()).hasSize(AT_ONCE).allMatch(row -> row.state().equals("ready"));
        List<Callable<String>> dels = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            Sandbox leaves = second.get(i);
            String address = after.get(2 * i + 1);
            dels.add(() -> del(relay, leaves, address));
        }
        together(dels);
        forgetPods(node, first, second);
        assertAsBefore(node, before);
    }

    private List<Sandbox> sandboxes(AgentNode node, String name) throws Exception {
        List<Sandbox> all = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            ThrowAwayNetns netns = closed(ThrowAwayNetns.create("pod"));
            node.pod(name + i);
            all.add(new Sandbox(name + i, name + i, netns.path()));
        }
        node.settle();
        return all;
    }

    private static void forgetPods(AgentNode node, List<Sandbox> first, List<Sandbox> second)
            throws Exception {
        for (int i = 0; i < AT_ONCE; i++) {
            node.remove("pod-" + first.get(i).pod());
            node.remove("pod-" + second.get(i).pod());
        }
    }

    private String add(Relay relay, Sandbox sandbox) throws Exception {
        Relay.Answer answer = relay.call("ADD", sandbox);
        assertThat(answer.good()).as("ADD %s: %s", sandbox, answer).isTrue();
        ledger.gave(answer.address(), sandbox);
        return answer.address();
    }

    private String del(Relay relay, Sandbox sandbox, String address) throws Exception {
        ledger.takesBack(address);
        Relay.Answer answer = relay.call("DEL", sandbox);
        assertThat(answer.good()).as("DEL %s: %s", sandbox, answer).isTrue();
        return address;
    }

    @Test
    void twoThousandPodsThroughKillsLeaveNothing() throws Exception {
        churn("10.244.0.0/20", 2000, 6, 1);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void tenThousandPodsOnThreeNodesThroughKillsLeaveNothing() throws Exception {
        long seed = System.nanoTime();
        List<Callable<Void>> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String range = "10." + (100 + i) + ".0.0/18";
            long own = seed + i;
            nodes.add(
                    () -> {
                        churn(range, 10_000 / 3 + 1, 30, own);
                        return null;
                    });
        }
        together(nodes);
    }

    private void churn(String range, int pods, int kills, long seed) throws Exception {
        System.out.printf("churn of %d pods by seed %d%n", pods, seed);
        try (AgentNode node = new AgentNode(range);
                Relay relay = new Relay(node.socket())) {
            node.settle();
            Map<String, List<String>> before = node.snapshot();
            long begin = System.nanoTime();
            List<Runtime> runtimes =
                    IntStream.range(0, RUNTIMES)
                            .mapToObj(
                                    i ->
                                            runtime(
                                                    node,
                                                    relay,
                                                    i,
                                                    Math.ceilDiv(pods, RUNTIMES),
                                                    seed))
                            .toList();
            LongSupplier begun = () -> runtimes.stream().mapToInt(Runtime::begun).sum();
            Killer killer = new Killer(agentOf(node), seed, begun, pods, kills);
            try {
                together(runtimes);
            } finally {
                killer.end();
            }
            System.out.printf(
                    "%d pods in %.1f s; %d kills of agents, %d of relays; %d ADDs failed%n",
                    begun.getAsLong(),
                    (System.nanoTime() - begin) / 1e9,
                    killer.kills(),
                    relay.kills(),
                    runtimes.stream().mapToInt(Runtime::failures).sum());
            for (int i = 0; i < RUNTIMES; i++) {
                for (int k = 0; k < Runtime.MOST_AT_A_TIME; k++) {
                    node.remove("pod-" + "r" + i + "-" + k);
                }
            }
            assertAsBefore(node, before);
        }
    }

    private static Killer.Victim agentOf(AgentNode node) {
        return new Killer.Victim() {
            @Override
            public void kill() throws InterruptedException {
                node.killAgent();
            }

            @Override
            public Killer.Start start() throws IOException {
                return node.beginAgent();
            }
        };
    }

    private Runtime runtime(AgentNode node, Relay relay, int number, int pods, long seed) {
        Random random = new Random(seed * RUNTIMES + number);
        return new Runtime(node, relay, ledger, "r" + number, random, pods);
    }

    /** Once what leaves has left. */
    private static void assertAsBefore(AgentNode node, Map<String, List<String>> before)
            throws Exception {
        node.settle();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!node.snapshot().equals(before) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(50_000_000);
        }
        Map<String, List<String>> after = node.snapshot();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((what, then) -> assertThat(after.get(what)).as(what).isEqualTo(then));
        Status status = node.ask("status", "", Status.class);
        assertThat(status.addresses().used()).isZero();
        assertThat(status.problems()).isEmpty();
    }

    private <T extends AutoCloseable> T closed(T part) {
        closing.add(part);
        return part;
    }

    private static <T> List<T> together(List<? extends Callable<T>> parts) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService all = Executors.newCachedThreadPool()) {
            List<Future<T>> answers = new ArrayList<>();
            for (Callable<T> part : parts) {
                answers.add(all.submit(part));
            }
            for (Future<T> answer : answers) {
                results.add(answer.get());
            }
        }
        return results;
    }
}
