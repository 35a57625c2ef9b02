package naru.agent.repair;

import java.time.Duration;
import java.time.Instant;

/**
 * How often one thing had to be put back without a rest. The first few times that is done at once;
 * then each time after twice the pause, so that a fight costs nothing.
 *
 * @param times without a rest
 * @param since of the first of them
 * @param last of the last of them
 */
record Fight(int times, Instant since, Instant last) {

    /** So often it is put back at once; after that it is a fight. */
    static final int PATIENCE = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration REST = Duration.ofMinutes(1);

    static Fight first(Instant now) {
        return new Fight(1, now, now);
    }

    Fight again(Instant now) {
        return new Fight(times + 1, since, now);
    }

    boolean isSerious() {
        return times >= PATIENCE;
    }

    /** How long it is left as it is after the last time. */
    Duration pause() {
        if (!isSerious()) {
            return Duration.ZERO;
        }
        int doublings = Math.min(times - PATIENCE, 10);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    Instant notBefore() {
        return last.plus(pause());
    }

    /** Nobody touched it for long after it was put back: there is no fight any more. */
    boolean isOver(Instant now) {
        return now.isAfter(notBefore().plus(REST));
    }
}
