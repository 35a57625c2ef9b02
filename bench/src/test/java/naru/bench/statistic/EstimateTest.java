package naru.bench.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EstimateTest {

    private static double[] upTo(int count) {
        return IntStream.rangeClosed(1, count).asDoubleStream().toArray();
    }

    @Test
    void theMedianIsTheMiddleValueOrBetweenTheTwo() {
        assertThat(Estimate.of(3, 1, 2).value()).isEqualTo(2);
        assertThat(Estimate.of(4, 1, 3, 2).value()).isEqualTo(2.5);
        assertThat(Estimate.of(7)).isEqualTo(new Estimate(7, 7, 7, 1));
    }

    @Test
    void theIntervalHasTheRanksOfTheTables() {
        // exact binomial ranks for the median, as statistical tables have them
        assertThat(Estimate.of(upTo(6))).isEqualTo(new Estimate(3.5, 1, 6, 6));
        assertThat(Estimate.of(upTo(10))).isEqualTo(new Estimate(5.5, 2, 9, 10));
        assertThat(Estimate.of(upTo(25))).isEqualTo(new Estimate(13, 8, 18, 25));
        assertThat(Estimate.of(upTo(60))).isEqualTo(new Estimate(30.5, 22, 39, 60));
        assertThat(Estimate.of(upTo(100))).isEqualTo(new Estimate(50.5, 40, 61, 100));
    }

    @Test
    void aThousandValuesAreNotTooMany() {
        Estimate estimate = Estimate.of(upTo(1000));
        assertThat(estimate.low()).isBetween(465.0, 475.0);
        assertThat(estimate.high()).isEqualTo(1001 - estimate.low());
    }

    @Test
    void aHighQuantileHasItsIntervalAtTheUpperEnd() {
        Estimate estimate = Estimate.at(0.99, upTo(1000));
        assertThat(estimate.value()).isBetween(989.0, 991.0);
        assertThat(estimate.low()).isBetween(982.0, 986.0);
        assertThat(estimate.high()).isBetween(994.0, 998.0);
    }

    @Test
    void theIntervalHoldsTheTrueMedianAsOftenAsItSays() {
        Random random = new Random(7);
        int held = 0;
        for (int i = 0; i < 2000; i++) {
            Estimate estimate =
                    Estimate.of(DoubleStream.generate(random::nextExponential).limit(61).toArray());
            held += estimate.low() <= Math.log(2) && Math.log(2) <= estimate.high() ? 1 : 0;
        }
        assertThat(held).isBetween(1880, 1980);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(Estimate::of).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Estimate.of(1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
