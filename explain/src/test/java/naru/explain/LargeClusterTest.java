package naru.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import naru.compile.Compiler;
import naru.compile.Snapshot;
import naru.explain.Explainer.Asked;
import naru.explain.Explanation.Outcome;
import naru.model.IgnoredLabels;
import naru.model.Ipv4Address;
import naru.model.Pod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions hold nobody up for long, however many pods there are. */
class LargeClusterTest {

    private static final int KINDS = 20;
    private static final Asked TO_ANOTHER_NODE =
            new Asked("argocd/server", "default/client", 80, "");
    private static final Asked DENIED = new Asked("argocd/controller", "argocd/redis", 6379, "");

    private final Explainer explainer = new Explainer("n1", IgnoredLabels.DEFAULTS);

    static Stream<Asked> questions() {
        return Stream.of(
                TO_ANOTHER_NODE,
                DENIED,
                new Asked("default/client", "argocd/redis", 6379, "tcp"),
                new Asked("10.244.2.2", "10.244.1.3", 6379, "tcp"),
                new Asked("apps/p7", "argocd/redis", 6379, ""),
                new Asked("world", "argocd/controller", 8082, ""),
                new Asked("kubelet", "argocd/redis", 0, ""));
    }

    @Test
    void whatTablesAtHandSayIsAnsweredAtOnce() throws QuestionException {
        Compiler cluster = clusterOf(200);
        Asked allowed = new Asked("argocd/server", "argocd/redis", 6379, "");
        assertThat(explainer.explainAtOnce(cluster, new FakeNode(cluster), allowed))
                .hasValueSatisfying(e -> assertThat(e.outcome()).isEqualTo(Outcome.ALLOWED));
    }

    @Test
    void anotherNodesTablesAndThePriceOfAFixAreNot() throws QuestionException {
        Compiler cluster = clusterOf(200);
        for (Asked asked : List.of(TO_ANOTHER_NODE, DENIED)) {
            assertThat(explainer.explainAtOnce(cluster, new FakeNode(cluster), asked)).isEmpty();
        }
    }

    @Test
    void theClusterStandsStillForAListOfItsObjectsAndNotForAnotherCompilation()
            throws QuestionException {
        long few = allocatedWhileItStandsStill(clusterOf(100));
        long many = allocatedWhileItStandsStill(clusterOf(10_100));
        assertThat((many - few) / 10_000).as("bytes for each pod more").isLessThan(64);
    }

    @Test
    void whatIsCompiledGrowsWithTheKindsOfPodsOnly() {
        Compiler small = explainer.extract(clusterOf(100).snapshot(), DENIED);
        Compiler large = explainer.extract(clusterOf(10_000).snapshot(), DENIED);
        assertThat(large.objects()).hasSameSizeAs(small.objects());
        assertThat(large.work()).isEqualTo(small.work());
    }

    @ParameterizedTest
    @MethodSource("questions")
    void theAnswerIsThatOfTheWholeCluster(Asked asked) throws QuestionException {
        Compiler cluster = clusterOf(300);
        FakeNode node = new FakeNode(cluster);
        Explanation whole = explainer.explain(cluster, node, asked);
        Snapshot snapshot = cluster.snapshot();
        assertThat(explainer.explain(explainer.extract(snapshot, asked), node, asked))
                .isEqualTo(whole);
    }

    private long allocatedWhileItStandsStill(Compiler cluster) throws QuestionException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        FakeNode node = new FakeNode(cluster);
        lookAndHold(cluster, node); // classes are loaded
        long before = threads.getCurrentThreadAllocatedBytes();
        lookAndHold(cluster, node);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void lookAndHold(Compiler cluster, FakeNode node) throws QuestionException {
        assertThat(explainer.explainAtOnce(cluster, node, TO_ANOTHER_NODE)).isEmpty();
        assertThat(cluster.snapshot()).isNotNull();
    }

    /** Argo CD's, and as many pods of other nodes, of few kinds. */
    private static Compiler clusterOf(int pods) {
        Compiler cluster = Argo.compiler("n1");
        for (int i = 0; i < pods; i++) {
            cluster.put(
                    new Pod(
                            "apps",
                            "p" + i,
                            "uid-" + i,
                            Map.of(Argo.KEY, "kind-" + i % KINDS),
                            "n2",
                            List.of(new Ipv4Address((10 << 24) + (245 << 16) + i)),
                            false,
                            List.of(),
                            List.of(),
                            "default",
                            false));
        }
        cluster.drain();
        return cluster;
    }
}
