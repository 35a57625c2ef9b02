package naru.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import naru.lab.scenario.Place;
import naru.model.Ipv4Address;
import naru.model.Pod;
import naru.naive.Attempt;
import naru.testkit.traffic.Conversations;
import naru.testkit.traffic.Conversations.Report;

/**
 * Connections that go on from one calm to the next. As long as they stay allowed they live, and
 * what is sent gets there; once they are not, nothing passes.
 */
final class Talks implements AutoCloseable {

    private static final int MOST = 5;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration SILENCE = Duration.ofMillis(300);

    private static final long LOOK_AGAIN_NANOS = 50_000_000;

    private final World world;
    private final Places places;
    private final Attempts attempts;
    private final History history;
    private final List<Talk> open = new ArrayList<>();

    private record Talk(Attempt attempt, Conversations conversations) {}

    Talks(World world, Places places, Attempts attempts, History history) {
        this.world = world;
        this.places = places;
        this.attempts = attempts;
        this.history = history;
    }

    /** To be asked when all is calm, before the world forgets how it was meanwhile. */
    void check() throws Exception {
        Set<Ipv4Address> steady =
                world.steadyPods().stream()
                        .map(Pod::addresses)
                        .flatMap(List::stream)
                        .collect(Collectors.toSet());
        for (Iterator<Talk> all = open.iterator(); all.hasNext(); ) {
            Talk talk = all.next();
            boolean bothThere =
                    steady.contains(talk.attempt.source())
                            && steady.contains(talk.attempt.destination());
            if (bothThere && world.isAllowedThroughout(talk.attempt)) {
                assertGoesOn(talk);
            } else {
                if (bothThere && !world.isAllowed(talk.attempt)) {
                    assertIsCutOff(talk);
                }
                history.note("no longer of interest: " + talk.attempt);
                talk.conversations.close();
                all.remove();
            }
        }
    }

    private static void assertGoesOn(Talk talk) throws Exception {
        Report first = talk.conversations.report();
        Report last = first;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (last.exchanged() == first.exchanged() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            last = talk.conversations.report();
        }
        assertThat(last.allLive()).as("%s lives: %s", talk.attempt, last).isTrue();
        assertThat(last.exchanged())
                .as("%s goes on: %s", talk.attempt, last)
                .isGreaterThan(first.exchanged());
    }

    /** What was under way may still arrive, so two looks are compared. */
    private static void assertIsCutOff(Talk talk) throws IOException {
        long before = talk.conversations.report().exchanged();
        long end = System.nanoTime() + SILENCE.toNanos();
        Report now = talk.conversations.report();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            now = talk.conversations.report();
        }
        assertThat(now.exchanged()).as("%s is cut off: %s", talk.attempt, now).isEqualTo(before);
    }

    /** New ones, in place of those that ended. */
    void openMore() throws Exception {
        for (Attempt attempt : attempts.talking(MOST)) {
            boolean taken =
                    open.stream()
                            .anyMatch(
                                    t ->
                                            t.attempt.destination().equals(attempt.destination())
                                                    && t.attempt.port() == attempt.port());
            if (open.size() < MOST && !taken) {
                Place from = places.at(attempt.source());
                Place to = places.at(attempt.destination());
                history.note("a connection goes on: " + attempt);
                open.add(
                        new Talk(
                                attempt,
                                Conversations.open(
                                        from.netns(),
                                        to.netns(),
                                        to.ip(),
                                        attempt.port(),
                                        2,
                                        PAUSE)));
            }
        }
    }

    @Override
    public void close() {
        open.forEach(talk -> talk.conversations.close());
    }
}
