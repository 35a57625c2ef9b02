package naru.compile;

import static naru.compile.Manifests.egress;
import static naru.compile.Manifests.having;
import static naru.compile.Manifests.ingress;
import static naru.compile.Manifests.ip;
import static naru.compile.Manifests.namespace;
import static naru.compile.Manifests.node;
import static naru.compile.Manifests.pod;
import static naru.compile.Manifests.podKey;
import static naru.compile.Manifests.pods;
import static naru.compile.Manifests.podsOf;
import static naru.compile.Manifests.rule;
import static naru.compile.Manifests.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import naru.model.IgnoredLabels;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
import naru.model.LabelSelector.Requirement;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Rule;
import org.junit.jupiter.api.Test;

/**
 * The same event costs the same in a cluster of 100 pods and in one of 10,000, each pod with labels
 * of its own.
 */
class WorkTest {

    private static final Compiler SMALL = cluster(100);
    private static final Compiler LARGE = cluster(10_000);

    /** Ten pods a namespace; five endpoints of namespace shop are here, under twenty policies. */
    private static Compiler cluster(int podCount) {
        Compiler compiler = new Compiler("n1", Numbering.EMPTY, IgnoredLabels.NONE);
        compiler.put(node("n1", "172.18.0.11", "10.1.0.0/16"));
        compiler.put(node("n2", "172.18.0.12", "10.2.0.0/16"));
        putPodsElsewhere(compiler, podCount - 10);
        putShop(compiler);
        putPolicies(compiler);
        compiler.drain();
        assertThat(compiler.identities()).hasSize(podCount);
        return compiler;
    }

    private static void putPodsElsewhere(Compiler compiler, int count) {
        for (int i = 0; i < count; i++) {
            String namespace = "ns" + i / 10;
            compiler.put(namespace(namespace, "team=t" + i / 10));
            String address = "10.2." + i / 250 + "." + i % 250;
            String labels = "app=app" + i % 10 + ",instance=" + i;
            String ports = "http=80" + i % 10 + "/TCP";
            compiler.put(pod(namespace + "/pod" + i, labels, "n2", address, ports));
        }
    }

    private static void putShop(Compiler compiler) {
        compiler.put(namespace("shop", "team=shop"));
        for (int i = 0; i < 10; i++) {
            String address = "10.1.0." + i;
            compiler.put(pod("shop/local" + i, "app=shop" + i + ",tier=front", "n1", address, ""));
            if (i < 5) {
                compiler.putEndpoint(i + 1, podKey("shop/local" + i), ip(address));
            }
        }
    }

    private static void putPolicies(Compiler compiler) {
        for (int i = 0; i < 10; i++) {
            Rule in = rule(List.of(pods("app=shop1"), anyBut("x" + i)));
            Rule out = rule(List.of(podsOf("team=t" + i, "")), tcp("http"));
            compiler.put(ingress("shop/in" + i, "app=shop" + i, in));
            compiler.put(egress("shop/out" + i, "tier=front", out));
        }
    }

    /** A selector that says nothing positive, so that each new identity must be held against it. */
    private static PodPeer anyBut(String tier) {
        Requirement not = new Requirement("tier", Operator.NOT_IN, Set.of(tier));
        return new PodPeer(
                Optional.of(having("team=t1")), Optional.of(new LabelSelector(List.of(not))));
    }

    private static long evaluations(Compiler compiler, Consumer<Compiler> event) {
        long before = compiler.work().selectorEvaluations();
        event.accept(compiler);
        compiler.drain();
        return compiler.work().selectorEvaluations() - before;
    }

    private long costsTheSame(Consumer<Compiler> event) {
        long cost = evaluations(LARGE, event);
        assertThat(cost).isEqualTo(evaluations(SMALL, event));
        return cost;
    }

    @Test
    void aPodWithAKnownIdentityCostsNothing() {
        String labels = "app=app3,instance=3";
        assertThat(costsTheSame(c -> c.put(pod("ns0/more", labels, "n2", "", "http=803/TCP"))))
                .isZero();
        assertThat(
                        costsTheSame(
                                c ->
                                        c.put(
                                                pod(
                                                        "ns0/more",
                                                        labels,
                                                        "n2",
                                                        "10.2.200.1",
                                                        "http=803/TCP"))))
                .isZero();
        assertThat(costsTheSame(c -> c.remove(podKey("ns0/more")))).isZero();
    }

    @Test
    void aPodWithOtherLabelsCostsTheSelectorsThatMayMeanIt() {
        long cost =
                costsTheSame(
                        c -> c.put(pod("ns0/pod4", "app=other", "n2", "10.2.0.4", "http=80/TCP")));

        assertThat(cost).isLessThanOrEqualTo(1);
    }

    @Test
    void aPolicyCostsItsOwnCandidates() {
        long cost =
                costsTheSame(
                        c ->
                                c.put(
                                        ingress(
                                                "shop/new",
                                                "app=shop2",
                                                rule(
                                                        List.of(
                                                                pods("tier=front"),
                                                                podsOf(
                                                                        "team=t2",
                                                                        "instance=23"))))));

        assertThat(cost)
                .as("1 subject, 10 of shop, and those with that label")
                .isGreaterThanOrEqualTo(11);
    }

    @Test
    void aNamespacesLabelsCostItsOwnIdentities() {
        long cost = costsTheSame(c -> c.put(namespace("ns1", "team=t2")));

        assertThat(cost).isBetween(10L, 30L);
    }

    @Test
    void aLocalPodsLabelsCostThePoliciesOfItsNamespace() {
        costsTheSame(c -> c.put(pod("shop/local0", "app=shop1,tier=front", "n1", "10.1.0.0", "")));
    }
}
