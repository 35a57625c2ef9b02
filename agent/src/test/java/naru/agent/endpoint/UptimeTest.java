package naru.agent.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The clock by which addresses rest: that of the machine's start, which nobody sets. */
class UptimeTest {

    /** /proc/uptime has hundredths of a second. */
    private static final Duration GRAIN = Duration.ofMillis(10);

    @Test
    void itIsTheTimeSinceTheMachinesStartInEachProcess() throws Exception {
        Uptime one = new Uptime();
        Instant before = sinceStart();
        Instant now = one.instant();
        Instant other = new Uptime().instant();
        assertThat(now).isAfterOrEqualTo(before.minus(GRAIN));
        assertThat(now).isBeforeOrEqualTo(other.plus(GRAIN));
        assertThat(now).isBefore(Instant.now().minus(Duration.ofDays(365)));
        assertThat(one.instant()).isAfterOrEqualTo(now);
    }

    private static Instant sinceStart() throws Exception {
        String seconds = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
        return Instant.EPOCH.plusMillis((long) (Double.parseDouble(seconds) * 1000));
    }
}
