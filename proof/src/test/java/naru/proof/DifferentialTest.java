package naru.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Naive model, evaluator and programs, on random clusters and what happens to them. */
@Tag("root")
class DifferentialTest {

    private static final int SEEDS = 14;
    private static final int EACH_CONSTRUCT = 200;

    @Test
    void threeAnswersAgreeOnRandomClustersAndChanges() {
        Tally tally = new Tally();

        LongStream.rangeClosed(1, SEEDS).forEach(seed -> Differential.run(seed, tally));

        System.out.println(tally);
        assertThat(tally.deniedShare()).isBetween(0.3, 0.7);
        for (Construct construct : Construct.values()) {
            assertThat(tally.hits(construct))
                    .describedAs("connections that met %s", construct)
                    .isGreaterThanOrEqualTo(EACH_CONSTRUCT);
        }
    }

    /** An exception of a block was part of it for a moment, while both went. */
    @Test
    void threeAnswersAgreeOnSeedsThatOnceFoundSomething() {
        Differential.run(37_399_538_492_406L, new Tally());
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void threeAnswersAgreeOnFreshSeeds() {
        Tally tally = new Tally();
        long first = System.nanoTime();
        System.out.println("seeds from " + first);

        LongStream.range(first, first + 50 * SEEDS).forEach(seed -> Differential.run(seed, tally));

        System.out.println(tally);
    }
}
