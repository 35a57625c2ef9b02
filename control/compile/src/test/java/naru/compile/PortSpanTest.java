package naru.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.naive.generate.Dice;
import org.junit.jupiter.api.Test;

class PortSpanTest {

    @Test
    void theSpansOfARangeAreTheRangeAndNoneCouldBeJoined() {
        Dice dice = new Dice(7);
        for (int i = 0; i < 2000; i++) {
            int first = dice.below(65536);
            int last = dice.between(first, 65535);
            List<PortSpan> spans = PortSpan.range(6, first, last);
            int next = first;
            for (PortSpan span : spans) {
                assertThat(span.port()).as(first + "-" + last).isEqualTo(next);
                next = span.last() + 1;
            }
            assertThat(next).as(first + "-" + last).isEqualTo(last + 1);
            for (int j = 1; j < spans.size(); j++) {
                PortSpan left = spans.get(j - 1);
                PortSpan right = spans.get(j);
                boolean twins =
                        left.prefix() == right.prefix() && left.wider().getFirst().covers(right);
                assertThat(twins).as(left + " and " + right).isFalse();
            }
        }
    }

    @Test
    void theWidestRangeIsOneSpan() {
        assertThat(PortSpan.range(6, 0, 65535)).containsExactly(PortSpan.all(6));
    }
}
