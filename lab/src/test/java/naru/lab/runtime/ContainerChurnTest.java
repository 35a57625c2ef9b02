package naru.lab.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import naru.lab.NaruTree;
import naru.testkit.churn.AddressLedger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pods come and go through the distribution's containerd, by several callers at once, while
 * containerd, the agent and the plugin are killed: no address is two pods' at a time, all pods have
 * what they were given, and in the end the node is as before.
 */
@Tag("root")
class ContainerChurnTest {

    private static final int CALLERS = 4;

    @Test
    void podsComeAndGoWhileTheRuntimeTheAgentAndThePluginAreKilled() throws Exception {
        churn(2, 4, 2, 1);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void aThousandPodsComeAndGoWhileAllOfThemAreKilled() throws Exception {
        churn(20, 13, 6, System.nanoTime());
    }

    /**
     * @param rounds each ends with a calm
     * @param each so many pods are begun by each caller in a round
     * @param kills of containerd and of the agent in a round, and now and then one more
     */
    private static void churn(int rounds, int each, int kills, long seed) throws Exception {
        RuntimeNode.assumeItsTools();
        System.out.printf("churn through containerd by seed %d%n", seed);
        try (RuntimeNode node = new RuntimeNode(NaruTree.built(), "churn");
                Calm calm = new Calm(node)) {
            List<Kubelet> callers = callers(node, seed);
            LongSupplier begun = () -> callers.stream().mapToInt(Kubelet::begun).sum();
            Kills killed = new Kills(node, seed);
            long begin = System.nanoTime();
            for (int round = 0; round < rounds; round++) {
                long before = begun.getAsLong();
                killed.during(
                        () -> begun.getAsLong() - before,
                        CALLERS * each,
                        kills,
                        () -> together(callers, caller -> caller.churn(each)));
                calm.holds(callers.stream().flatMap(caller -> caller.running().stream()).toList());
            }
            together(callers, Kubelet::endAll);
            calm.nothingIsLeft();
            System.out.printf(
                    "%d pods in %.1f s; killed: %s; %d calls failed; containerd forgot %s%n",
                    begun.getAsLong(),
                    (System.nanoTime() - begin) / 1e9,
                    killed,
                    callers.stream().mapToInt(Kubelet::failures).sum(),
                    calm.forgotten());
        }
    }

    private static List<Kubelet> callers(RuntimeNode node, long seed) {
        AddressLedger ledger = new AddressLedger();
        return IntStream.range(0, CALLERS)
                .mapToObj(i -> new Kubelet(node, ledger, "p" + i, new Random(seed * CALLERS + i)))
                .toList();
    }

    private interface Work {
        void of(Kubelet caller) throws Exception;
    }

    private static void together(List<Kubelet> callers, Work work) throws Exception {
        try (ExecutorService all = Executors.newCachedThreadPool()) {
            List<Future<?>> parts = new ArrayList<>();
            for (Kubelet caller : callers) {
                parts.add(
                        all.submit(
                                () -> {
                                    work.of(caller);
                                    return true;
                                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        }
    }
}
