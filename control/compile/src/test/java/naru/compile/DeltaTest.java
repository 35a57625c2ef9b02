package naru.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import naru.model.Ipv4Address;
import naru.naive.Attempt;
import naru.naive.generate.AttemptGenerator;
import naru.naive.generate.Change;
import naru.naive.generate.ClusterGenerator;
import naru.naive.generate.Dice;
import org.junit.jupiter.api.Test;

/** What deltas do to the kernel's maps, write by write. */
class DeltaTest {

    private static final long FIRST_SEED = Long.getLong("naru.seed", 1);
    private static final int CLUSTERS = Integer.getInteger("naru.clusters", 24) / 2;
    private static final int CHANGES = 30;
    private static final int ATTEMPTS = 40;
    private static final String NODE = "n1";

    /** One connection, and what it was before the writes. */
    private record Watched(Attempt attempt, boolean before) {}

    @Test
    void deltasAddUpToTheTablesAndNoWriteInBetweenCutsOrOpensWhatDoesNotChange() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + CLUSTERS; seed++) {
            Dice dice = new Dice(seed);
            ClusterGenerator generator = new ClusterGenerator(dice);
            List<Change> beginning = generator.beginning(10, 6);
            Fleet fleet = Fleet.of(generator.nodes());
            KernelTables kernel = new KernelTables();
            beginning.forEach(fleet::tell);
            for (int i = 0; i < CHANGES; i++) {
                String where = "seed " + seed + " before change " + i;
                do {
                    apply(fleet.at(NODE), kernel, generator, dice, where);
                } while (!fleet.at(NODE).settled());
                fleet.tell(generator.next());
            }
        }
    }

    private static void apply(
            Compiler compiler,
            KernelTables kernel,
            ClusterGenerator generator,
            Dice dice,
            String where) {
        Delta delta = compiler.drain();
        List<Integer> gone =
                kernel.endpoints.keySet().stream()
                        .filter(slot -> compiler.endpoint(slot).isEmpty())
                        .toList();
        gone.forEach(kernel::detach);
        compiler.endpoints()
                .keySet()
                .forEach(
                        slot -> {
                            Ipv4Address address = compiler.endpoint(slot).orElseThrow().address();
                            if (kernel.endpoint(address).isEmpty()) {
                                kernel.attach(slot, address);
                                kernel.endpoints.put(
                                        slot, new Delta.EndpointPolicy(5, PolicySet.CLOSED));
                            }
                        });
        watch(compiler, kernel, kernel.writes(delta, dice), attempts(generator, dice), where);
        assertThat(kernel.policy).as(where).isEqualTo(compiler.policyEntries());
        assertThat(kernel.ipcache).as(where).isEqualTo(compiler.ipcache());
        assertThat(kernel.blocks).as(where).isEqualTo(compiler.blocks());
        assertThat(kernel.endpoints).as(where).isEqualTo(compiler.endpoints());
    }

    private static List<Attempt> attempts(ClusterGenerator generator, Dice dice) {
        AttemptGenerator attempts = new AttemptGenerator(dice);
        List<Attempt> list = new ArrayList<>();
        for (int i = 0; i < ATTEMPTS; i++) {
            list.add(attempts.attempt(generator.cluster()));
        }
        return list;
    }

    private static void watch(
            Compiler compiler,
            KernelTables kernel,
            List<Runnable> writes,
            List<Attempt> attempts,
            String where) {
        List<Watched> steady =
                attempts.stream()
                        .map(attempt -> new Watched(attempt, allowed(kernel, attempt)))
                        .filter(watched -> allowed(compiler, watched.attempt) == watched.before)
                        .toList();
        for (int i = 0; i < writes.size(); i++) {
            writes.get(i).run();
            for (Watched watched : steady) {
                boolean now = allowed(kernel, watched.attempt);
                if (now != watched.before
                        && (watched.before || oneEnded(compiler, watched.attempt))) {
                    throw new AssertionError(
                            where
                                    + ", write "
                                    + i
                                    + " of "
                                    + writes.size()
                                    + ": "
                                    + watched.attempt
                                    + " is "
                                    + now
                                    + " for a moment");
                }
            }
        }
    }

    /** Only one end is an endpoint here, so that no two of its records must change at once. */
    private static boolean oneEnded(Compiler compiler, Attempt attempt) {
        return compiler.endpoint(attempt.source()).isEmpty()
                || compiler.endpoint(attempt.destination()).isEmpty();
    }

    private static boolean allowed(Tables tables, Attempt attempt) {
        return new Evaluator(tables)
                .connection(
                        attempt.source(), attempt.destination(), attempt.protocol(), attempt.port())
                .allowed();
    }
}
