package naru.compile;

import static naru.compile.Manifests.block;
import static naru.compile.Manifests.egress;
import static naru.compile.Manifests.ingress;
import static naru.compile.Manifests.pods;
import static naru.compile.Manifests.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.model.IgnoredLabels;
import naru.model.NetworkPolicy.Direction;
import org.junit.jupiter.api.Test;

class RestartTest {

    private final Shop shop = new Shop(colliding(Numbering.EMPTY));

    RestartTest() {
        shop.with(
                ingress("shop/in", "app=db", rule(List.of(pods("")))),
                egress("shop/out", "app=web", rule(List.of(block("10.0.0.0/8", "10.1.0.0/16")))));
    }

    private static Compiler colliding(Numbering restored) {
        return new Compiler("n1", restored, IgnoredLabels.DEFAULTS, text -> 500);
    }

    @Test
    void numbersSurviveThoughEverythingCollidesAndComesInAnotherOrder() {
        Compiler restarted = colliding(shop.compiler.numbering());
        shop.compiler.objects().stream()
                .sorted((a, b) -> b.key().compareTo(a.key()))
                .forEach(restarted::put);
        for (int slot : List.of(2, 1)) {
            LocalEndpoint endpoint = shop.compiler.endpoint(slot).orElseThrow();
            restarted.putEndpoint(slot, endpoint.pod().orElseThrow(), endpoint.address());
        }
        Fleet.drain(restarted);

        assertThat(restarted.policyEntries().keySet())
                .isEqualTo(shop.compiler.policyEntries().keySet());
        assertThat(restarted.ipcache()).isEqualTo(shop.compiler.ipcache());
        assertThat(restarted.blocks()).isEqualTo(shop.compiler.blocks());
        assertThat(restarted.endpoints()).isEqualTo(shop.compiler.endpoints());
    }

    @Test
    void whatIsNumberedLaterIsToldOnce() {
        assertThat(shop.compiler.takeNewNumbers()).isEqualTo(shop.compiler.numbering());
        shop.with(Shop.WEB, Shop.DB);
        assertThat(shop.compiler.takeNewNumbers()).isEqualTo(Numbering.EMPTY);
        shop.with(Manifests.pod("shop/new", "app=new", "n2", "10.244.2.9", ""));
        assertThat(shop.compiler.takeNewNumbers().identities().values())
                .singleElement()
                .asString()
                .contains("app new");
    }

    @Test
    void aCopyCanBeTriedOnWithoutHarm() {
        Compiler copy = shop.compiler.copy();
        assertThat(TableText.of(copy)).isEqualTo(TableText.of(shop.compiler));

        copy.remove(Manifests.policyKey("shop/in"));
        Fleet.drain(copy);
        assertThat(copy.isolatedBy(2, Direction.INGRESS)).isEmpty();
        assertThat(shop.compiler.isolatedBy(2, Direction.INGRESS)).isNotEmpty();
    }
}
