package naru.agent.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import org.junit.jupiter.api.Test;

/** When the timer that sweeps flows is taken for stopped. */
class SweepWatchTest {

    private static final Optional<Duration> IN_TIME = Optional.of(Duration.ofMillis(1200));

    private final RepairLog repairs =
            new RepairLog(() -> Instant.EPOCH, () -> Instant.EPOCH, _ -> {});
    private Optional<Duration> lastStepAgo = IN_TIME;
    private int begun;
    private final SweepWatch watch = new SweepWatch(() -> lastStepAgo, () -> begun++, repairs);

    private void look(Optional<Duration> ago) {
        lastStepAgo = ago;
        watch.look();
    }

    @Test
    void oneThatRunsIsLeftAlone() {
        look(IN_TIME);
        look(IN_TIME);
        assertThat(begun).isZero();
        assertThat(repairs.recent()).isEmpty();
    }

    @Test
    void aMachineThatStoodStillForAMomentIsLateOnce() {
        look(Optional.of(Duration.ofSeconds(60)));
        look(IN_TIME);
        look(Optional.of(Duration.ofSeconds(60)));
        assertThat(begun).isZero();
    }

    @Test
    void whatIsLateTwiceIsSetGoingAgainAndNoted() {
        look(Optional.of(Duration.ofSeconds(6)));
        look(Optional.of(Duration.ofSeconds(9)));
        assertThat(begun).isOne();
        assertThat(repairs.recent())
                .singleElement()
                .satisfies(
                        repair -> {
                            assertThat(repair.kind()).isEqualTo(RepairKind.MAP_ENTRY);
                            assertThat(repair.where()).isEqualTo("flow_sweep_map");
                            assertThat(repair.found()).isEqualTo("the timer last looked 9 s ago");
                        });
    }

    @Test
    void whatSomebodyWroteOverIsSetGoingAgainAtOnceUntilItIsAFight() {
        for (int i = 0; i < 20; i++) {
            look(Optional.empty());
        }
        assertThat(begun).isEqualTo(5);
    }
}
