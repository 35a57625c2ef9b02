package naru.lab.pod;

import java.time.Duration;

/** How long to wait before a command is started again, as kubelet does: 0, 10, 20 … 300 s. */
final class RestartDelay {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** What ran so long is forgiven what was before. */
    private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(10);

    private Duration next = Duration.ZERO;

    Duration after(Duration ran) {
        if (ran.compareTo(FORGIVEN_AFTER) >= 0) {
            next = Duration.ZERO;
        }
        Duration now = next;
        Duration doubled = now.isZero() ? FIRST : now.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return now;
    }
}
