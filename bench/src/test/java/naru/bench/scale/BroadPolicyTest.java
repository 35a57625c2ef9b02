package naru.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import naru.bench.scale.BroadPolicy.Cost;
import org.junit.jupiter.api.Test;

class BroadPolicyTest {

    @Test
    void everyNamespaceIsOneEntryHoweverManyIdentitiesThereAre() {
        Map<String, Cost> costs = new BroadPolicy(50_000, 100).costs();
        System.out.println(costs);

        Cost all = costs.get("namespaceSelector: {}");
        assertThat(all).isNotNull();
        assertThat(all.entries()).as("with the local host and the other direction").isLessThan(8);
        assertThat(all.selectorEvaluations()).as("of its podSelector").isLessThanOrEqualTo(200);
    }
}
