package naru.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.wire.AgentReplies.MapUse;
import org.junit.jupiter.api.Test;

/** When a table counts as nearly full; how a real one is filled, DoctorOnANodeTest tells. */
class MapPressureCheckTest {

    private static List<Finding> of(long entries, long maximum) {
        MapUse use = new MapUse("block_map4", entries, maximum, 0);
        return new MapPressureCheck(() -> List.of(use)).look();
    }

    @Test
    void nineOfTenPlacesAreNearlyAll() {
        assertThat(of(89, 100)).isEmpty();
        assertThat(of(90, 100)).hasSize(1);
        assertThat(of(90, 100).getFirst().evidence()).isEqualTo("90 of 100 entries");
    }
}
