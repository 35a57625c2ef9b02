package naru.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import naru.lab.scenario.Probe;
import naru.lab.scenario.Probing;
import naru.lab.scenario.ScenarioLab;
import naru.naive.Attempt;
import naru.naive.generate.Dice;
import naru.wire.DoctorReply;

/**
 * Rounds of changes and disturbances, each with a calm at its end. Meanwhile, whatever was denied
 * all the time gets no answer; when it is calm, just what is allowed does, connections that stayed
 * allowed have gone on, and every node is well again.
 */
final class Walk implements AutoCloseable {

    private static final int MEANWHILE = 16;
    private static final int CALM = 32;
    private static final Duration CONVERGENCE = Duration.ofSeconds(30);

    private static final long LOOK_AGAIN_NANOS = 100_000_000;

    private final Dice dice;
    private final ScenarioLab lab;
    private final History history;
    private final World world = new World();
    private final Places places;
    private final Attempts attempts;
    private final Talks talks;
    private final Changes changes;
    private final Disturbances disturbances;
    private final Probing probing = new Probing();

    Walk(long seed, ScenarioLab lab, History history) throws Exception {
        this.dice = new Dice(seed);
        this.lab = lab;
        this.history = history;
        this.places = new Places(lab);
        this.attempts = new Attempts(dice, world);
        this.talks = new Talks(world, places, attempts, history);
        this.changes = new Changes(dice, world, lab, history);
        this.disturbances = new Disturbances(dice, world, places, lab, history);
        changes.begin();
        world.calm(places.refresh());
    }

    void round() throws Exception {
        talks.openMore();
        int steps = dice.between(2, 6);
        int look = dice.below(steps);
        for (int i = 0; i < steps; i++) {
            if (dice.percent(50)) {
                changes.next();
            } else {
                disturbances.next();
            }
            if (i == look) {
                assertNothingDeniedPasses();
                places.assertNoAddressIsThereTwice();
            }
        }
        assertNothingDeniedPasses();
        disturbances.end();
        assertAllIsWellAgain();
        talks.check();
        world.calm(places.refresh());
        places.assertNoAddressIsThereTwice();
        assertJustWhatIsAllowedPasses();
    }

    private void assertNothingDeniedPasses() throws Exception {
        List<Probe> denied = probes(attempts.some(MEANWHILE, world::isDeniedThroughout));
        assertThat(probing.wrong(List.of(), denied)).as("got through though denied").isEmpty();
    }

    private void assertJustWhatIsAllowedPasses() throws Exception {
        List<Attempt> some = attempts.some(CALM, _ -> true);
        List<Probe> allowed = probes(some.stream().filter(world::isAllowed).toList());
        List<Probe> denied = probes(some.stream().filter(a -> !world.isAllowed(a)).toList());
        history.note(allowed.size() + " allowed and " + denied.size() + " denied are tried");
        List<Probe> wrong = probing.wrong(allowed, denied);
        List<Probe> silent = wrong.stream().filter(allowed::contains).toList();
        List<Probe> answered = wrong.stream().filter(denied::contains).toList();
        assertThat(silent).as("allowed, but no answer").isEmpty();
        assertThat(answered).as("denied, but an answer").isEmpty();
    }

    private List<Probe> probes(List<Attempt> some) {
        return some.stream().map(places::probe).toList();
    }

    private void assertAllIsWellAgain() throws Exception {
        long begin = System.nanoTime();
        lab.settle();
        List<String> complaints = complaints();
        while (!complaints.isEmpty() && System.nanoTime() - begin < CONVERGENCE.toNanos()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            complaints = complaints();
        }
        assertThat(complaints).as("%s after the calm began", CONVERGENCE).isEmpty();
        history.note("all is well after %.1f s".formatted((System.nanoTime() - begin) / 1e9));
    }

    /** What doctors and agents say is wrong. */
    private List<String> complaints() throws Exception {
        List<String> complaints = new ArrayList<>();
        for (String node : Changes.NODES) {
            DoctorReply doctor = lab.doctor(node);
            doctor.findings().forEach(finding -> complaints.add(node + ": " + finding));
            lab.status(node).problems().forEach(it -> complaints.add(node + ": " + it));
        }
        return complaints;
    }

    @Override
    public void close() throws IOException {
        talks.close();
        probing.close();
    }
}
