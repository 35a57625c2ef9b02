package naru.agent.repair;

import java.time.Duration;
import java.time.Instant;

/**
 * How often one thing had to be put back lately. A few times that is done at once; then each time
 * after twice the pause, so that a fight costs nothing. Each half minute of rest makes one time
 * forgotten.
 *
 * @param times in all
 * @param level the same, less what is forgotten, when it was put back last
 * @param since the first time
 * @param last the last time
 */
record Fight(int times, double level, Instant since, Instant last) {

    /** So often it is put back at once; after that it is a fight. */
    static final int PATIENCE = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration FORGETTING = Duration.ofSeconds(30);

    /** So long after it may be put back again, it is clear that nobody changes it any more. */
    private static final Duration REST = Duration.ofMinutes(1);

    static Fight first(Instant now) {
        return new Fight(1, 1, now, now);
    }

    Fight again(Instant now) {
        return new Fight(times + 1, levelAt(now) + 1, since, now);
    }

    private double levelAt(Instant now) {
        double forgotten = (double) Duration.between(last, now).toMillis() / FORGETTING.toMillis();
        return Math.max(0, level - forgotten);
    }

    /** True while somebody else must be thought to change it. */
    boolean isSerious(Instant now) {
        return level >= PATIENCE && !now.isAfter(notBefore().plus(REST));
    }

    /** Until when it is left as it is. */
    Instant notBefore() {
        if (level < PATIENCE) {
            return last;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min((int) level - PATIENCE, 10));
        return last.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    /** There is nothing to remember any more. */
    boolean isOver(Instant now) {
        return levelAt(now) == 0 && !isSerious(now);
    }
}
