package naru.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final List<String> THREE = List.of("a", "b", "c");

    @Test
    void everySecondRoundGoesBackwards() {
        assertThat(Turns.order(THREE, 0)).containsExactly("a", "b", "c");
        assertThat(Turns.order(THREE, 1)).containsExactly("c", "b", "a");
    }

    @Test
    void everyoneIsFirstEquallyOften() {
        for (String one : THREE) {
            long first =
                    IntStream.range(0, 60)
                            .filter(round -> Turns.order(THREE, round).getFirst().equals(one))
                            .count();
            assertThat(first).isEqualTo(20);
        }
    }
}
