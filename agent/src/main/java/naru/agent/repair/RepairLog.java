package naru.agent.repair;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import naru.wire.AgentReplies.Problem;

/**
 * Remembers what was found changed and put back: the latest repairs, how many there were of each
 * kind, and which things somebody else changes again and again. Whoever repairs asks {@link #isDue}
 * first and {@link #note}s what it did. Any thread.
 */
public final class RepairLog {

    private static final System.Logger LOG = System.getLogger("naru.repair");
    private static final int KEPT = 64;

    /** Of more things at a time nobody keeps count: those changed longest ago are forgotten. */
    private static final int WATCHED = 4096;

    private final InstantSource clock;
    private final InstantSource steady;
    private final Consumer<List<Problem>> fightsSaid;
    private final Deque<Repair> recent = new ArrayDeque<>();
    private final Map<RepairKind, Long> counts = new EnumMap<>(RepairKind.class);
    private final Map<Thing, Fight> fights = new LinkedHashMap<>();
    private List<Problem> said = List.of();
    private Optional<Sweep> lastSweep = Optional.empty();

    private record Thing(RepairKind kind, String where) {}

    /**
     * @param clock for the times that people read
     * @param steady for pauses; one that nobody sets
     * @param fightsSaid told of all the fights there are, whenever that changes
     */
    public RepairLog(
            InstantSource clock, InstantSource steady, Consumer<List<Problem>> fightsSaid) {
        this.clock = clock;
        this.steady = steady;
        this.fightsSaid = fightsSaid;
    }

    /** Whether a thing may be put back now; false while it is left alone because of a fight. */
    public synchronized boolean isDue(RepairKind kind, String where) {
        Fight fight = fights.get(new Thing(kind, where));
        return fight == null || !steady.instant().isBefore(fight.notBefore());
    }

    /** Something was put back. */
    public synchronized void note(RepairKind kind, String where, String found, String done) {
        Instant now = steady.instant();
        LOG.log(
                System.Logger.Level.WARNING,
                "repaired {0} {1}: found {2}; {3}",
                kind.text(),
                where,
                found,
                done);
        recent.addFirst(new Repair(clock.instant(), kind, where, found, done));
        while (recent.size() > KEPT) {
            recent.removeLast();
        }
        counts.merge(kind, 1L, Long::sum);
        Thing thing = new Thing(kind, where);
        Fight before = fights.remove(thing);
        fights.put(
                thing, before == null || before.isOver(now) ? Fight.first(now) : before.again(now));
        if (fights.size() > WATCHED) {
            Iterator<Thing> oldest = fights.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        say(now);
    }

    /** A sweep ended just now. */
    public synchronized void swept(Duration took) {
        Instant now = steady.instant();
        lastSweep = Optional.of(new Sweep(clock.instant(), took));
        fights.values().removeIf(fight -> fight.isOver(now));
        say(now);
    }

    private void say(Instant now) {
        List<Problem> serious = new ArrayList<>();
        fights.forEach(
                (thing, fight) -> {
                    if (fight.isSerious(now)) {
                        serious.add(problem(thing, fight));
                    }
                });
        if (!serious.equals(said)) {
            said = List.copyOf(serious);
            fightsSaid.accept(said);
        }
    }

    private static Problem problem(Thing thing, Fight fight) {
        return new Problem(
                "somebody else changes this again and again",
                thing.kind.text() + " " + thing.where,
                "put back %d times since %s; not again before %s"
                        .formatted(
                                fight.times(), seconds(fight.since()), seconds(fight.notBefore())),
                thing.kind.suspects());
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The latest repairs, newest first. */
    public synchronized List<Repair> recent() {
        return List.copyOf(recent);
    }

    /** How many there were of each kind since the agent started; kinds without any are missing. */
    public synchronized Map<RepairKind, Long> counts() {
        return Map.copyOf(counts);
    }

    /** The last look at all that the kernel tells no events of. */
    public synchronized Optional<Sweep> lastSweep() {
        return lastSweep;
    }
}
