package naru.lab.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import naru.lab.scenario.ScenarioLab;
import naru.naive.generate.ManifestText;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A random walk: pods, labels, policies, kills, drift, floods, loss between nodes; nothing denied
 * ever passes, what stays allowed goes on, and all is well within seconds of calm.
 */
@Tag("root")
class ChaosTest {

    private static final Duration SHORT = Duration.ofSeconds(45);
    private static final int MINUTES_BY_DEFAULT = 10;

    /** Of the short walk: what it meets must not depend on the day. */
    private static final long SEED = 31;

    @Test
    void whateverHappensForAMomentNothingDeniedPassesAndAllIsWellAfterwards() throws Exception {
        walk(SHORT, () -> SEED);
    }

    @Test
    @Tag("long")
    @Timeout(value = 2, unit = TimeUnit.DAYS)
    void whateverHappensForLongNothingDeniedPassesAndAllIsWellAfterwards() throws Exception {
        walk(
                Duration.ofMinutes(number("NARU_CHAOS_MINUTES").orElse((long) MINUTES_BY_DEFAULT)),
                () -> RandomGenerator.getDefault().nextLong());
    }

    private static void walk(Duration duration, Supplier<Long> other) throws Exception {
        long seed = number("NARU_SEED").orElseGet(other);
        History history = new History(seed);
        String nodes =
                Changes.nodes().stream()
                        .map(ManifestText::of)
                        .collect(Collectors.joining("\n---\n"));
        try (ScenarioLab lab = ScenarioLab.up("chaos", "", nodes);
                Walk walk = new Walk(seed, lab, history)) {
            long end = System.nanoTime() + duration.toNanos();
            int rounds = 0;
            while (System.nanoTime() < end) {
                history.note("round " + ++rounds);
                walk.round();
            }
            System.out.printf("chaos: %d rounds from seed %d%n", rounds, seed);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(history + "\n" + e, e);
        }
    }

    /** Of the environment, or of a property: {@code NARU_SEED} is {@code naru.seed} too. */
    private static Optional<Long> number(String variable) {
        String property = variable.toLowerCase(java.util.Locale.ROOT).replace('_', '.');
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .map(Long::parseLong);
    }
}
