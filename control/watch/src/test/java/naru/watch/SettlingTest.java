package naru.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static final long QUIET = Settling.QUIET.toNanos();
    private static final long PATIENCE = Settling.PATIENCE.toNanos();

    private final Settling settling = new Settling();

    @Test
    void aFileIsDueWhenNothingHappenedToItForAWhile() {
        settling.touch("a", 100);

        assertThat(settling.nextDue()).hasValue(100 + QUIET);
        assertThat(settling.takeDue(99 + QUIET)).isEmpty();
        assertThat(settling.takeDue(100 + QUIET)).containsExactly("a");
        assertThat(settling.nextDue()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void eachWritePutsItOff() {
        settling.touch("a", 0);
        settling.touch("a", QUIET - 1);

        assertThat(settling.takeDue(QUIET)).isEmpty();
        assertThat(settling.takeDue(2 * QUIET)).containsExactly("a");
    }

    @Test
    void butNotForEver() {
        for (long now = 0; now < PATIENCE; now += QUIET / 2) {
            settling.touch("a", now);
            assertThat(settling.takeDue(now)).isEmpty();
        }

        assertThat(settling.takeDue(PATIENCE)).containsExactly("a");
    }

    @Test
    void filesComeInTheOrderInWhichTheyWereTouched() {
        settling.touch("b", 0);
        settling.touch("c", 0);
        settling.touch("a", 0);
        settling.settled("c");

        assertThat(settling.files()).containsExactlyInAnyOrder("a", "b");
        assertThat(settling.takeDue(QUIET)).containsExactly("b", "a");
    }
}
