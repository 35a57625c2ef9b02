package naru.compile;

import static naru.compile.Manifests.block;
import static naru.compile.Manifests.egress;
import static naru.compile.Manifests.hostNetworkPod;
import static naru.compile.Manifests.ingress;
import static naru.compile.Manifests.namespace;
import static naru.compile.Manifests.namespaces;
import static naru.compile.Manifests.pod;
import static naru.compile.Manifests.pods;
import static naru.compile.Manifests.podsOf;
import static naru.compile.Manifests.rule;
import static naru.compile.Manifests.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.Peer;
import org.junit.jupiter.api.Test;

class PeersTest {

    private final Shop shop = new Shop();

    private List<String> admitted(Peer... peers) {
        shop.with(ingress("shop/p", "app=db", rule(List.of(peers))));
        return shop.entries(2, Direction.INGRESS).stream()
                .map(text -> text.substring(0, text.indexOf(" ANY")))
                .toList();
    }

    @Test
    void aPodSelectorMeansPodsOfThePolicysNamespace() {
        assertThat(admitted(pods("app=web"))).containsExactly("shop{app=web}");
    }

    @Test
    void anEmptyPodSelectorMeansAllOfThatNamespace() {
        assertThat(admitted(pods("")))
                .containsExactly("shop{app=cart, tier=back}", "shop{app=db}", "shop{app=web}");
    }

    @Test
    void aNamespaceSelectorMeansAllPodsOfThoseNamespaces() {
        assertThat(admitted(namespaces("team=blue"))).containsExactly("bank{app=web}");
        assertThat(admitted(namespaces("kubernetes.io/metadata.name=bank")))
                .containsExactly("bank{app=web}");
    }

    @Test
    void bothSelectorsInOnePeerMustHold() {
        assertThat(admitted(podsOf("team=red", "app=web"))).containsExactly("shop{app=web}");
        assertThat(admitted(podsOf("", "app=web")))
                .containsExactly("bank{app=web}", "shop{app=web}");
        assertThat(admitted(podsOf("team=blue", "app=db"))).isEmpty();
    }

    @Test
    void ofTwoPeersOneIsEnough() {
        assertThat(admitted(namespaces("team=blue"), pods("app=web")))
                .containsExactly("bank{app=web}", "shop{app=web}");
    }

    @Test
    void allPodsOfAllNamespacesAreOneEntry() {
        assertThat(admitted(namespaces(""))).containsExactly("all-pods");
        assertThat(admitted(podsOf("", ""))).containsExactly("all-pods");
        assertThat(shop.tcp("10.244.2.2", "10.244.1.2", 1)).isTrue();
        assertThat(shop.tcp("8.8.8.8", "10.244.1.2", 1)).isFalse();
        assertThat(shop.tcp("172.18.0.12", "10.244.1.2", 1)).as("a node is no pod").isFalse();
        assertThat(shop.tcp("10.244.2.77", "10.244.1.2", 1))
                .as("an address that nobody holds")
                .isFalse();
    }

    @Test
    void noPeersMeanAnybody() {
        assertThat(admitted()).containsExactly("anybody");
        assertThat(shop.tcp("8.8.8.8", "10.244.1.2", 1)).isTrue();
    }

    @Test
    void aPodThatComesLaterIsAdmittedAtOnce() {
        admitted(pods("app=late"));
        assertThat(shop.entries(2, Direction.INGRESS)).isEmpty();

        Delta delta = shop.with(pod("shop/late", "app=late", "n2", "10.244.2.9", ""));
        assertThat(delta.policyPuts()).hasSize(1);
        assertThat(shop.tcp("10.244.2.9", "10.244.1.2", 1)).isTrue();
    }

    @Test
    void anotherLabelOfThePodOrOfItsNamespaceTakesEffect() {
        admitted(namespaces("team=blue"));
        shop.with(namespace("shop", "team=blue"));
        assertThat(shop.tcp("10.244.1.1", "10.244.1.2", 1)).isTrue();
        shop.with(namespace("shop", "team=red"));
        assertThat(shop.tcp("10.244.1.1", "10.244.1.2", 1)).isFalse();

        admitted(pods("app=web"));
        shop.with(pod("shop/cart", "app=web", "n2", "10.244.2.1", ""));
        assertThat(shop.tcp("10.244.2.1", "10.244.1.2", 1)).isTrue();
    }

    @Test
    void aHostNetworkPodIsItsNode() {
        admitted(pods(""), block("172.18.0.12/32"));
        shop.with(hostNetworkPod("shop/proxy", "app=proxy", "n2", "172.18.0.12"));

        assertThat(shop.compiler.identities())
                .noneMatch(identity -> identity.labels().labels().containsValue("proxy"));
        assertThat(shop.compiler.ipcache().get(Manifests.cidr("172.18.0.12/32")))
                .isEqualTo(new Delta.IpcacheEntry(6, "node n2"));
        assertThat(shop.tcp("172.18.0.12", "10.244.1.2", 1)).as("by its block").isTrue();
    }

    @Test
    void egressAsksWhoIsAtTheOtherEnd() {
        shop.with(egress("shop/p", "app=web", rule(List.of(pods("app=cart")), tcp(9090))));

        assertThat(shop.tcp("10.244.1.1", "10.244.2.1", 9090)).isTrue();
        assertThat(shop.tcp("10.244.1.1", "10.244.2.2", 9090)).isFalse();
        assertThat(shop.tcp("10.244.1.1", "8.8.8.8", 9090)).isFalse();
    }
}
