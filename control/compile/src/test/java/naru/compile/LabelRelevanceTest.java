package naru.compile;

import static naru.compile.Manifests.ingress;
import static naru.compile.Manifests.pod;
import static naru.compile.Manifests.pods;
import static naru.compile.Manifests.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.model.Pod;
import org.junit.jupiter.api.Test;

class LabelRelevanceTest {

    private static final Pod OLD =
            pod("shop/a", "app=a,pod-template-hash=1", "n2", "10.244.2.8", "");
    private static final Pod NEW =
            pod("shop/b", "app=a,pod-template-hash=2", "n2", "10.244.2.9", "");

    private final Shop shop = new Shop();

    private List<String> identitiesOfA() {
        return shop.compiler.identities().stream()
                .map(identity -> identity.labels().labels().toString())
                .filter(labels -> labels.contains("app=a,") || labels.contains("app=a}"))
                .sorted()
                .toList();
    }

    @Test
    void podsThatDifferInHashesAndJobIdsOnlyAreOneIdentity() {
        shop.with(
                OLD,
                NEW,
                pod("shop/c", "app=a,batch.kubernetes.io/job-name=7", "n2", "10.244.2.10", ""));

        assertThat(identitiesOfA()).containsExactly("{app=a}");
    }

    @Test
    void aPolicyThatNamesAnIgnoredLabelMakesItCount() {
        shop.with(
                OLD, NEW, ingress("shop/p", "app=db", rule(List.of(pods("pod-template-hash=2")))));

        assertThat(identitiesOfA())
                .containsExactly("{app=a, pod-template-hash=1}", "{app=a, pod-template-hash=2}");
        assertThat(shop.tcp("10.244.2.9", "10.244.1.2", 80)).isTrue();
        assertThat(shop.tcp("10.244.2.8", "10.244.1.2", 80)).isFalse();

        shop.without(ingress("shop/p", "app=db"));
        assertThat(identitiesOfA()).containsExactly("{app=a}");
    }

    @Test
    void aPolicyThatSelectsByAnIgnoredLabelIsolates() {
        shop.with(
                pod("shop/web", "app=web,job-name=x", "n1", "10.244.1.1", ""),
                ingress("shop/p", "job-name=x"));

        assertThat(shop.tcp("10.244.2.1", "10.244.1.1", 80)).isFalse();
    }
}
