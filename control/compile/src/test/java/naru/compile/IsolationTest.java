package naru.compile;

import static naru.compile.Manifests.egress;
import static naru.compile.Manifests.having;
import static naru.compile.Manifests.ingress;
import static naru.compile.Manifests.ip;
import static naru.compile.Manifests.node;
import static naru.compile.Manifests.pod;
import static naru.compile.Manifests.podKey;
import static naru.compile.Manifests.pods;
import static naru.compile.Manifests.policyKey;
import static naru.compile.Manifests.rule;
import static naru.compile.Manifests.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.Direction;
import naru.model.ObjectKey;
import org.junit.jupiter.api.Test;

class IsolationTest {

    private final Shop shop = new Shop();

    @Test
    void aPodThatNoPolicySelectsIsOpenBothWays() {
        assertThat(shop.entries(1, Direction.INGRESS))
                .containsExactly("anybody ANY [no policy isolates ingress]");
        assertThat(shop.entries(1, Direction.EGRESS))
                .containsExactly("anybody ANY [no policy isolates egress]");
        assertThat(shop.tcp("8.8.8.8", "10.244.1.1", 80)).isTrue();
        assertThat(shop.ping("10.244.1.1", "172.18.0.12")).isTrue();
    }

    @Test
    void aPolicyIsolatesInItsDirectionOnly() {
        shop.with(ingress("shop/p", "app=db", rule(List.of(pods("app=web")), tcp(5432))));

        assertThat(shop.tcp("10.244.1.1", "10.244.1.2", 5432)).isTrue();
        assertThat(shop.tcp("10.244.1.1", "10.244.1.2", 5433)).isFalse();
        assertThat(shop.tcp("10.244.2.1", "10.244.1.2", 5432)).isFalse();
        assertThat(shop.ping("10.244.1.1", "10.244.1.2")).isFalse();
        assertThat(shop.ping("10.244.1.2", "10.244.1.1")).isTrue();
        assertThat(shop.compiler.isolatedBy(2, Direction.INGRESS))
                .containsExactly(policyKey("shop/p"));
        assertThat(shop.compiler.isolatedBy(2, Direction.EGRESS)).isEmpty();
        assertThat(shop.compiler.isolatedBy(1, Direction.INGRESS)).isEmpty();
    }

    @Test
    void rulesOfADirectionThatIsNotAmongTheTypesHaveNoEffect() {
        NetworkPolicy policy =
                new NetworkPolicy(
                        "shop",
                        "p",
                        having(""),
                        Set.of(Direction.INGRESS),
                        List.of(),
                        List.of(rule(List.of(), tcp(1))));
        shop.with(policy);

        assertThat(shop.entries(1, Direction.EGRESS))
                .containsExactly("anybody ANY [no policy isolates egress]");
        assertThat(shop.entries(1, Direction.INGRESS)).isEmpty();
    }

    @Test
    void theLocalHostReachesItsPodsWhateverPoliciesSay() {
        shop.with(ingress("shop/nobody", ""));

        Connection probe = shop.connect("172.18.0.11", "10.244.1.2", 6, 5432);
        assertThat(probe.allowed()).isTrue();
        assertThat(probe.ingress().orElseThrow().origins()).containsExactly(new Origin.LocalHost());
        assertThat(shop.tcp("172.18.0.12", "10.244.1.2", 5432)).as("another node").isFalse();
    }

    @Test
    void aPodsEgressPolicyAppliesToItsOwnNodeToo() {
        shop.with(egress("shop/nowhere", ""));

        assertThat(shop.tcp("10.244.1.2", "172.18.0.11", 22)).isFalse();
        assertThat(shop.tcp("10.244.1.2", "10.244.1.2", 22)).as("itself").isTrue();
    }

    @Test
    void anEndpointOfAnUnknownPodIsClosedUntilThePodIsKnown() {
        shop.compiler.putEndpoint(3, podKey("shop/new"), ip("10.244.1.3"));
        shop.compiler.drain();

        assertThat(shop.policySet(3)).isEqualTo(PolicySet.CLOSED);
        assertThat(shop.tcp("10.244.1.1", "10.244.1.3", 80)).isFalse();
        assertThat(shop.tcp("10.244.1.3", "8.8.8.8", 80)).isFalse();
        assertThat(shop.tcp("172.18.0.11", "10.244.1.3", 80)).as("kubelet").isTrue();

        Delta delta = shop.with(pod("shop/new", "app=new", "n1", "", ""));
        assertThat(delta.endpointPuts()).containsOnlyKeys(3);
        assertThat(shop.tcp("10.244.1.1", "10.244.1.3", 80)).isTrue();
    }

    @Test
    void anEndpointWithoutAPodIsClosed() {
        shop.compiler.putEndpoint(3, ip("10.244.1.3"));
        shop.compiler.drain();

        assertThat(shop.compiler.endpoints().get(3))
                .isEqualTo(new Delta.EndpointPolicy(5, PolicySet.CLOSED));
    }

    @Test
    void aPodIsClosedWhileItsNamespaceIsUnknown() {
        shop.compiler.remove(new ObjectKey(ObjectKey.Kind.NAMESPACE, "", "shop"));
        shop.compiler.drain();

        assertThat(shop.tcp("10.244.2.2", "10.244.1.1", 80)).isFalse();
        assertThat(shop.compiler.ipcache(ip("10.244.2.1")).orElseThrow().value().identity())
                .isEqualTo(5);
    }

    @Test
    void aPolicyOfAnotherNamespaceSelectsNobodyHere() {
        shop.with(ingress("bank/p", ""));

        assertThat(shop.entries(1, Direction.INGRESS))
                .containsExactly("anybody ANY [no policy isolates ingress]");
    }

    @Test
    void policiesAddUpAndEachKeepsItsName() {
        shop.with(
                ingress("shop/a", "app=db", rule(List.of(pods("app=web")), tcp(5432))),
                ingress(
                        "shop/b",
                        "app=db",
                        rule(List.of()),
                        rule(List.of(pods("app=web")), tcp(5432))));

        assertThat(shop.entries(2, Direction.INGRESS))
                .containsExactly(
                        "anybody ANY [shop/b ingress[0]]",
                        "shop{app=web} 5432/TCP [shop/a ingress[0], shop/b ingress[1]]");

        shop.without(ingress("shop/b", "app=db"));
        assertThat(shop.entries(2, Direction.INGRESS))
                .containsExactly("shop{app=web} 5432/TCP [shop/a ingress[0]]");
    }

    @Test
    void aPolicyThatChangesIsChangedInPlace() {
        shop.with(ingress("shop/p", "app=db", rule(List.of(), tcp(1))));
        int before = shop.policySet(2);

        Delta delta =
                shop.with(
                        ingress(
                                "shop/p",
                                "app=db",
                                rule(List.of(), tcp(1)),
                                rule(List.of(), tcp(2))));

        assertThat(shop.policySet(2)).isEqualTo(before);
        assertThat(delta.policyPuts().keySet()).extracting(PolicyKey::port).containsExactly(2);
        assertThat(delta.policyRemovals()).isEmpty();
        assertThat(delta.endpointPuts()).isEmpty();
    }

    @Test
    void anotherSelectionMovesTheEndpointToASetThatIsThereBefore() {
        int before = shop.policySet(2);
        Delta delta = shop.with(ingress("shop/p", "app=db"));

        int after = Multimaps.known(delta.endpointPuts(), 2).policySet();
        assertThat(after).isNotEqualTo(before);
        assertThat(delta.policyPuts().keySet())
                .extracting(PolicyKey::policySet)
                .containsOnly(after);
        assertThat(delta.policyRemovals()).as("web still has the old one").isEmpty();
        Delta back = shop.without(ingress("shop/p", "app=db"));
        assertThat(back.policyRemovals()).hasSameSizeAs(delta.policyPuts().keySet());
    }

    @Test
    void nothingChangesWhenTheSameIsSaidAgain() {
        assertThat(
                        shop.with(Shop.WEB, Shop.CART, node("n2", "172.18.0.12", "10.244.2.0/24"))
                                .isEmpty())
                .isTrue();
    }
}
