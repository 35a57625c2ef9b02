package naru.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToIntFunction;
import naru.model.IgnoredLabels;
import naru.naive.Answer;
import naru.naive.Attempt;
import naru.naive.generate.AttemptGenerator;
import naru.naive.generate.Change;
import naru.naive.generate.ClusterGenerator;
import naru.naive.generate.Dice;
import org.junit.jupiter.api.Test;

/**
 * Random clusters under random changes. {@code -Dnaru.seed} is the first seed, {@code
 * -Dnaru.clusters} how many there are.
 */
class RandomClusterTest {

    private static final long FIRST_SEED = Long.getLong("naru.seed", 1);
    private static final int CLUSTERS = Integer.getInteger("naru.clusters", 24);
    private static final int CHANGES = 40;
    private static final int ATTEMPTS = 60;

    private int asked;
    private int denied;

    @Test
    void whateverHappensTheVerdictIsTheOneOfTheNaiveModel() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + CLUSTERS; seed++) {
            liveThrough(seed, CHANGES, StableHash::of);
        }
        assertThat(100 * denied / asked).as("percent denied of " + asked).isBetween(30, 70);
    }

    @Test
    void numbersThatCollideAllTheTimeChangeNothing() {
        for (long seed = FIRST_SEED + 1000; seed < FIRST_SEED + 1000 + CLUSTERS / 4; seed++) {
            liveThrough(seed, 2 * CHANGES, text -> StableHash.of(text) & 7);
        }
    }

    private void liveThrough(long seed, int changes, ToIntFunction<String> hash) {
        Dice dice = new Dice(seed);
        ClusterGenerator generator = new ClusterGenerator(dice);
        List<Change> beginning = generator.beginning(dice.between(3, 15), dice.between(0, 8));
        Fleet fleet =
                new Fleet(
                        generator.nodes(),
                        node -> new Compiler(node, Numbering.EMPTY, IgnoredLabels.DEFAULTS, hash));
        beginning.forEach(fleet::tell);
        fleet.drain();
        for (int i = 0; i < changes; i++) {
            Change change = generator.next();
            fleet.tell(change);
            fleet.drain();
            String where = "seed " + seed + " change " + i + " " + change;
            compareWithScratch(fleet, generator, dice, where);
            ask(fleet, generator, dice, where);
        }
    }

    private static void compareWithScratch(
            Fleet fleet, ClusterGenerator generator, Dice dice, String where) {
        String node = dice.pick(fleet.nodes());
        Compiler scratch = fleet.fromScratch(node, dice.shuffle(generator.cluster().objects()));
        assertThat(TableText.of(fleet.at(node))).as(where).isEqualTo(TableText.of(scratch));
    }

    private void ask(Fleet fleet, ClusterGenerator generator, Dice dice, String where) {
        AttemptGenerator attempts = new AttemptGenerator(dice);
        for (int i = 0; i < ATTEMPTS; i++) {
            Attempt attempt = attempts.attempt(generator.cluster());
            Answer expected = generator.cluster().ask(attempt);
            Answer actual = fleet.ask(attempt);
            asked++;
            denied += expected.allowed() ? 0 : 1;
            if (!actual.equals(expected)) {
                assertThat(actual)
                        .as(where + " " + attempt + fleet.explain(attempt))
                        .isEqualTo(expected);
            }
        }
    }
}
