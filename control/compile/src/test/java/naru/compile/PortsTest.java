package naru.compile;

import static naru.compile.Manifests.allTcp;
import static naru.compile.Manifests.block;
import static naru.compile.Manifests.egress;
import static naru.compile.Manifests.ingress;
import static naru.compile.Manifests.ip;
import static naru.compile.Manifests.namespaces;
import static naru.compile.Manifests.pod;
import static naru.compile.Manifests.pods;
import static naru.compile.Manifests.rule;
import static naru.compile.Manifests.tcp;
import static naru.compile.Manifests.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.Peer;
import naru.model.NetworkPolicy.Port;
import naru.model.Pod;
import org.junit.jupiter.api.Test;

class PortsTest {

    private final Shop shop = new Shop();

    private List<String> intoDb(Port... ports) {
        shop.with(ingress("shop/p", "app=db", rule(List.of(), ports)));
        return withoutOrigins(2, Direction.INGRESS);
    }

    private List<String> outOfWeb(List<Peer> peers, Port... ports) {
        shop.with(egress("shop/p", "app=web", rule(peers, ports)));
        return withoutOrigins(1, Direction.EGRESS);
    }

    private List<String> withoutOrigins(int slot, Direction direction) {
        return shop.entries(slot, direction).stream()
                .map(text -> text.substring(0, text.lastIndexOf(" [")))
                .toList();
    }

    @Test
    void noPortsMeanEveryPortOfEveryProtocol() {
        assertThat(intoDb()).containsExactly("anybody ANY");
        assertThat(shop.ping("8.8.8.8", "10.244.1.2")).isTrue();
    }

    @Test
    void aPortWithoutNumberMeansItsProtocol() {
        assertThat(intoDb(allTcp())).containsExactly("anybody TCP");
        assertThat(shop.tcp("8.8.8.8", "10.244.1.2", 65535)).isTrue();
        assertThat(shop.connect("8.8.8.8", "10.244.1.2", 17, 65535).allowed()).isFalse();
        assertThat(shop.ping("8.8.8.8", "10.244.1.2")).isFalse();
    }

    @Test
    void aRangeIsSplitIntoTheFewestPrefixes() {
        assertThat(intoDb(tcp(80, 83), udp(53)))
                .containsExactly("anybody 53/UDP", "anybody 80-83/TCP");
        assertThat(intoDb(tcp(79, 84)))
                .containsExactly("anybody 79/TCP", "anybody 80-83/TCP", "anybody 84/TCP");
        assertThat(intoDb(tcp(1, 65535))).containsExactly("anybody TCP");
    }

    @Test
    void aNameLetsIntoThePortThatTheSelectedPodCallsSo() {
        assertThat(intoDb(tcp("sql"))).containsExactly("anybody 5432/TCP");
        assertThat(intoDb(tcp("http"))).containsExactly("anybody 80/TCP");
        assertThat(intoDb(tcp("nothing"))).isEmpty();
    }

    @Test
    void endpointsShareASetUnlessAUsedNameMeansAnotherPortThere() {
        shop.with(ingress("shop/p", "", rule(List.of(), tcp(80))));
        assertThat(shop.policySet(1)).isEqualTo(shop.policySet(2));

        shop.with(ingress("shop/p", "", rule(List.of(), tcp("http"))));
        assertThat(shop.policySet(1)).isNotEqualTo(shop.policySet(2));
        assertThat(withoutOrigins(1, Direction.INGRESS)).containsExactly("anybody 8080/TCP");
        assertThat(withoutOrigins(2, Direction.INGRESS)).containsExactly("anybody 80/TCP");
    }

    @Test
    void oneNameInTwoContainersMeansBothPorts() {
        Pod twice =
                pod(
                        "shop/twice",
                        "app=twice",
                        "n1",
                        "10.244.1.3",
                        "http=81/TCP,http=82/TCP,http=83/UDP");
        shop.compiler.putEndpoint(3, twice.key(), ip("10.244.1.3"));
        shop.with(twice, ingress("shop/p", "app=twice", rule(List.of(), tcp("http"))));

        assertThat(withoutOrigins(3, Direction.INGRESS))
                .containsExactly("anybody 81/TCP", "anybody 82/TCP");
    }

    @Test
    void aNameLetsOutToWhatEachDestinationCallsSo() {
        assertThat(outOfWeb(List.of(pods("")), tcp("http"), tcp(7)))
                .containsExactly(
                        "shop{app=cart, tier=back} 7/TCP",
                        "shop{app=cart, tier=back} 9090/TCP",
                        "shop{app=db} 7/TCP",
                        "shop{app=db} 80/TCP",
                        "shop{app=web} 7/TCP",
                        "shop{app=web} 8080/TCP");
    }

    @Test
    void aNameWithoutPeersMeansEachPodThatHasIt() {
        List<String> expected =
                List.of(
                        "shop{app=cart, tier=back} 9090/TCP",
                        "shop{app=db} 80/TCP",
                        "shop{app=web} 8080/TCP");
        assertThat(outOfWeb(List.of(), tcp("http"))).isEqualTo(expected);
        assertThat(outOfWeb(List.of(namespaces("")), tcp("http"))).isEqualTo(expected);
        assertThat(shop.tcp("10.244.1.1", "8.8.8.8", 80)).as("outside has no names").isFalse();
    }

    @Test
    void aNameTowardsABlockNeedsBoth() {
        assertThat(outOfWeb(List.of(block("10.244.2.0/24")), tcp("http")))
                .contains("shop{app=cart, tier=back}[10.244.2.0/24] 9090/TCP");
        assertThat(shop.tcp("10.244.1.1", "10.244.2.1", 9090)).isTrue();
        assertThat(shop.tcp("10.244.1.1", "10.244.2.1", 80)).isFalse();
        assertThat(shop.tcp("10.244.1.1", "10.244.1.2", 80))
                .as("the name without the block")
                .isFalse();
        assertThat(shop.tcp("10.244.1.1", "10.244.2.200", 9090))
                .as("the block without the name")
                .isFalse();
    }
}
