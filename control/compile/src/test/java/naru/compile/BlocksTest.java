package naru.compile;

import static naru.compile.Manifests.block;
import static naru.compile.Manifests.cidr;
import static naru.compile.Manifests.egress;
import static naru.compile.Manifests.ingress;
import static naru.compile.Manifests.rule;
import static naru.compile.Manifests.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.Peer;
import org.junit.jupiter.api.Test;

class BlocksTest {

    private final Shop shop = new Shop();

    private static NetworkPolicy out(String path, Peer... peers) {
        return egress(path, "app=web", rule(List.of(peers), tcp(80)));
    }

    private boolean reaches(String destination) {
        return shop.tcp("10.244.1.1", destination, 80);
    }

    @Test
    void aBlockMeansItsAddressesButItsExceptions() {
        shop.with(out("shop/p", block("192.0.2.0/24", "192.0.2.128/25")));

        assertThat(reaches("192.0.2.1")).isTrue();
        assertThat(reaches("192.0.2.200")).isFalse();
        assertThat(reaches("8.8.8.8")).isFalse();
    }

    @Test
    void anExceptionLimitsItsOwnBlockOnly() {
        shop.with(out("shop/p", block("192.0.2.0/24", "192.0.2.128/25"), block("192.0.2.192/26")));

        assertThat(reaches("192.0.2.130")).isFalse();
        assertThat(reaches("192.0.2.200")).isTrue();
    }

    @Test
    void blocksMatchPodsAndNodesToo() {
        shop.with(out("shop/p", block("10.244.2.0/24"), block("172.18.0.12/32")));

        assertThat(reaches("10.244.2.1")).isTrue();
        assertThat(reaches("172.18.0.12")).isTrue();
        assertThat(reaches("10.244.1.2")).isFalse();
        assertThat(reaches("172.18.0.11")).isFalse();
    }

    @Test
    void aBlockThatGoesLeavesTheOthersNumbersAlone() {
        shop.with(
                out("shop/p", block("10.0.0.0/8")),
                out("shop/q", block("192.0.2.0/24"), block("192.0.2.64/26")));
        int before = Multimaps.known(shop.compiler.blocks(), cidr("10.0.0.0/8"));

        Delta delta = shop.with(out("shop/q", block("192.0.2.0/24")));

        assertThat(shop.compiler.blocks()).containsEntry(cidr("10.0.0.0/8"), before);
        assertThat(delta.blockRemovals()).containsExactly(cidr("192.0.2.64/26"));
        assertThat(delta.blockPuts()).isEmpty();
        assertThat(shop.without(out("shop/p"), out("shop/q")).blockRemovals())
                .containsExactly(cidr("10.0.0.0/8"), cidr("192.0.2.0/24"));
    }

    @Test
    void aNewBlockTouchesOnlyPrefixesWithinIt() {
        Peer[] peers = new Peer[200];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = block("20.0." + i + ".0/24");
        }
        shop.with(out("shop/many", peers));
        long before = shop.compiler.work().prefixChanges();

        shop.with(out("shop/one", block("20.0.8.0/22")));

        assertThat(shop.compiler.work().prefixChanges() - before).isLessThanOrEqualTo(6);
    }

    @Test
    void blocksThatOverlapAreNumberedOnceAPrefixHoweverManyComeTogether() {
        int many = 100;
        NetworkPolicy[] policies = new NetworkPolicy[many];
        for (int i = 0; i < many; i++) {
            policies[i] = out("shop/p" + i, block("0.0.0.0/0", "20.0." + i + ".0/24"));
        }
        long before = shop.compiler.work().prefixChanges();

        shop.with(policies);

        assertThat(shop.compiler.work().prefixChanges() - before).isEqualTo(many + 1);
        assertThat(reaches("20.0.7.1")).as("by the other policies").isTrue();
        assertThat(shop.without(policies).blockRemovals()).hasSize(many + 1);
        assertThat(shop.compiler.blocks()).isEmpty();
    }

    @Test
    void aBlockThatGoesAndComesBackBetweenTwoLooksKeepsItsNumbers() {
        NetworkPolicy policy = out("shop/p", block("192.0.2.0/24", "192.0.2.128/25"));
        shop.with(policy);
        shop.compiler.remove(policy.key());

        Delta delta = shop.with(policy);

        assertThat(delta.blockPuts()).isEmpty();
        assertThat(delta.blockRemovals()).isEmpty();
        assertThat(reaches("192.0.2.1")).isTrue();
    }

    @Test
    void blocksOfPoliciesThatSelectNobodyHereAreNotInTheTable() {
        shop.with(
                egress("bank/p", "", rule(List.of(block("10.0.0.0/8")))),
                ingress("shop/p", "app=none"));

        assertThat(shop.compiler.blocks()).isEmpty();
    }
}
