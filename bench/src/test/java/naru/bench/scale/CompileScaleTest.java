package naru.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import naru.bench.scale.Cluster.Size;
import org.junit.jupiter.api.Test;

/**
 * What an event costs does not grow with the cluster; by counts, so that no other load disturbs.
 */
class CompileScaleTest {

    private static final Size LARGER = new Size(1_000, 500, 15_000);

    /** Tables that were larger at some time, a longer number in a text. */
    private static final double MORE_BYTES = 1.25;

    @Test
    void anEventCostsTheSameInALargeCluster() {
        Map<String, EventCost> small = new CompileScale(CompileScale.SMALL).events();
        CompileScale larger = new CompileScale(LARGER);

        assertThat(larger.built().selectorEvaluations())
                .as("one or two an identity")
                .isLessThan(2L * larger.built().identities() + LARGER.policies());
        larger.events()
                .forEach(
                        (event, cost) -> {
                            EventCost before = small.get(event);
                            assertThat(before).isNotNull();
                            assertThat(cost.selectorEvaluations())
                                    .as("%s: evaluations", event)
                                    .isLessThanOrEqualTo(before.selectorEvaluations() + 1);
                            assertThat(cost.entryChanges())
                                    .as("%s: entries", event)
                                    .isLessThanOrEqualTo(before.entryChanges() * 2);
                            assertThat((double) cost.allocatedBytes())
                                    .as("%s: bytes", event)
                                    .isLessThan(before.allocatedBytes() * MORE_BYTES);
                        });
    }
}
