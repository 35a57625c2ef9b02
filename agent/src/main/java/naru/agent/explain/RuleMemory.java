package naru.agent.explain;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import naru.explain.KernelFacts.Earlier;
import naru.linux.netfilter.NetfilterState;

/** Rules and their counters as they were before, to tell what they count now. */
final class RuleMemory {

    private static final int MOST = 8;

    /** A younger reading says little: a probe comes every ten seconds or so. */
    private static final Duration OLD_ENOUGH = Duration.ofSeconds(10);

    private record Reading(Instant at, NetfilterState state) {}

    private final InstantSource clock;
    private final Deque<Reading> readings = new ArrayDeque<>();

    RuleMemory(InstantSource clock) {
        this.clock = clock;
    }

    /** The latest one that is old enough, else the oldest. */
    synchronized Optional<Earlier> earlier() {
        Instant now = clock.instant();
        return readings.stream()
                .filter(reading -> !reading.at.plus(OLD_ENOUGH).isAfter(now))
                .findFirst()
                .or(() -> Optional.ofNullable(readings.peekLast()))
                .map(reading -> new Earlier(reading.state, Duration.between(reading.at, now)));
    }

    synchronized void note(NetfilterState state) {
        readings.addFirst(new Reading(clock.instant(), state));
        if (readings.size() > MOST) {
            readings.removeLast();
        }
    }
}
