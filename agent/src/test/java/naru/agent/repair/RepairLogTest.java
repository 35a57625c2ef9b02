package naru.agent.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import naru.wire.AgentReplies.Problem;
import org.junit.jupiter.api.Test;

/** What is remembered of repairs, and when something that others fight over is left alone. */
class RepairLogTest {

    private static final String ROUTE = "10.244.2.0/24";

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Instant wall = now;
    private List<Problem> fights = List.of();
    private final RepairLog log = new RepairLog(() -> wall, () -> now, said -> fights = said);

    @Test
    void eachRepairIsRememberedWithWhatWasFoundAndCountedByKind() {
        log.note(RepairKind.ROUTE, ROUTE, "no route", "added it");
        log.note(RepairKind.SYSCTL, "net.ipv4.ip_forward", "0", "set to 1");
        log.note(RepairKind.ROUTE, "10.244.3.0/24", "via 1.2.3.4", "replaced it");

        assertThat(log.recent())
                .extracting(Repair::where)
                .containsExactly("10.244.3.0/24", "net.ipv4.ip_forward", ROUTE);
        assertThat(log.recent().getLast())
                .isEqualTo(new Repair(now, RepairKind.ROUTE, ROUTE, "no route", "added it"));
        assertThat(log.counts()).isEqualTo(Map.of(RepairKind.ROUTE, 2L, RepairKind.SYSCTL, 1L));
    }

    @Test
    void countsGoOnWhereMemoryEnds() {
        for (int i = 0; i < 100; i++) {
            log.note(RepairKind.NEIGHBOUR, "10.244.0." + i, "gone", "added it");
        }
        assertThat(log.recent()).hasSize(64);
        assertThat(log.counts()).containsEntry(RepairKind.NEIGHBOUR, 100L);
        assertThat(fights).isEmpty();
    }

    @Test
    void aThingThatIsChangedAgainAndAgainIsPutBackMoreAndMoreRarely() {
        Instant begin = now;
        int repairs = 0;
        while (now.isBefore(begin.plus(Duration.ofHours(1)))) {
            if (log.isDue(RepairKind.ROUTE, ROUTE)) {
                log.note(RepairKind.ROUTE, ROUTE, "gone", "added it");
                repairs++;
            }
            now = now.plusMillis(10);
        }
        assertThat(repairs).isBetween(120, 130);
        assertThat(log.isDue(RepairKind.ROUTE, "10.244.9.0/24")).as("others").isTrue();
        assertThat(fights).hasSize(1);
        assertThat(fights.getFirst().where()).isEqualTo("route " + ROUTE);
        assertThat(fights.getFirst().evidence())
                .contains("put back " + repairs + " times since 2026-01-01T00:00:00Z");
        assertThat(fights.getFirst().fix()).contains("ManageForeignRoutes");
    }

    @Test
    void aFightIsForgottenWhenTheOtherHasLetGo() {
        for (int i = 0; i < Fight.PATIENCE; i++) {
            log.note(RepairKind.ROUTE, ROUTE, "gone", "added it");
        }
        assertThat(fights).hasSize(1);
        assertThat(log.isDue(RepairKind.ROUTE, ROUTE)).isFalse();

        now = now.plusSeconds(2);
        assertThat(log.isDue(RepairKind.ROUTE, ROUTE)).isTrue();
        log.swept(Duration.ofMillis(1));
        assertThat(fights).as("it may come back").hasSize(1);

        now = now.plus(Duration.ofMinutes(2));
        log.swept(Duration.ofMillis(1));
        assertThat(fights).isEmpty();
        log.note(RepairKind.ROUTE, ROUTE, "gone", "added it");
        assertThat(log.isDue(RepairKind.ROUTE, ROUTE)).isTrue();
    }

    @Test
    void theLastSweepIsKnown() {
        assertThat(log.lastSweep()).isEmpty();
        log.swept(Duration.ofMillis(3));
        assertThat(log.lastSweep()).contains(new Sweep(now, Duration.ofMillis(3)));
    }

    @Test
    void aClockThatIsSetBackMakesNoPauseLonger() {
        for (int i = 0; i < 20; i++) {
            log.note(RepairKind.ROUTE, ROUTE, "gone", "added it");
        }
        wall = wall.minus(Duration.ofHours(5));
        assertThat(log.isDue(RepairKind.ROUTE, ROUTE)).isFalse();
        now = now.plusSeconds(31);
        assertThat(log.isDue(RepairKind.ROUTE, ROUTE)).isTrue();
        log.note(RepairKind.ROUTE, ROUTE, "gone", "added it");
        assertThat(log.recent().getFirst().time()).isEqualTo(wall);
    }
}
