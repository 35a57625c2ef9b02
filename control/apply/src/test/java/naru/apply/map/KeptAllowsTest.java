package naru.apply.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import naru.apply.map.FakeKernel.Flow;
import naru.apply.map.FakeKernel.Kept;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Flows go on all the time while tables change at random, are refused, and agents die between two
 * writes. After each round that an agent lived to end, a flow whose epochs stand must be one that
 * the tables still allow, by the very entries that allowed it.
 */
class KeptAllowsTest {

    private static final int ROUNDS = 150;

    private final FakeKernel kernel = new FakeKernel();
    private final Map<Flow, Kept> kept = new HashMap<>();

    static IntStream seeds() {
        return IntStream.range(0, 6);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noKeptAllowSurvivesItsRemoval(int seed) {
        Random random = new Random(seed);
        RandomWishes wishes = new RandomWishes(random);
        List<Flow> flows = wishes.flows();
        kernel.policy.whenWritten = () -> somePackets(random, flows);
        kernel.blocks.whenWritten = kernel.policy.whenWritten;
        kernel.ipcache.whenWritten = kernel.policy.whenWritten;
        kernel.endpoints.whenWritten = kernel.policy.whenWritten;
        MapApplier applier = new MapApplier(kernel.kernel());
        int keptThrough = 0;
        for (int round = 0; round < ROUNDS; round++) {
            wishes.change();
            kernel.policy.room = random.nextInt(8) == 0 ? 12 : 1000;
            kernel.ipcache.room = random.nextInt(8) == 0 ? 6 : 1000;
            if (random.nextInt(10) == 0) {
                dieWithin(random, applier, wishes);
                applier = new MapApplier(kernel.kernel());
                applier.readBack(wishes.restarted());
            }
            applier.apply(wishes.desired());
            keptThrough += check("round " + round);
            flows.forEach(this::packet);
        }
        assertThat(keptThrough).as("decisions that outlived a round").isGreaterThan(ROUNDS);
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void dieWithin(Random random, MapApplier applier, RandomWishes wishes) {
        Runnable packets = kernel.policy.whenWritten;
        int[] left = {random.nextInt(6)};
        Runnable dying =
                () -> {
                    packets.run();
                    if (left[0]-- == 0) {
                        kernel.epochs.killed = true;
                        throw new Killed();
                    }
                };
        List<FakeTable<?, ?>> tables =
                List.of(kernel.policy, kernel.blocks, kernel.ipcache, kernel.endpoints);
        tables.forEach(table -> table.whenWritten = dying);
        try {
            applier.apply(wishes.desired());
        } catch (Killed e) {
            // nobody hears of it
        }
        kernel.epochs.killed = false;
        tables.forEach(table -> table.whenWritten = packets);
    }

    private void somePackets(Random random, List<Flow> flows) {
        random.ints(20, 0, flows.size()).mapToObj(flows::get).forEach(this::packet);
    }

    /** As the programs: what stands passes, all else is decided anew, and only allows are kept. */
    private void packet(Flow flow) {
        Kept known = kept.get(flow);
        if (known == null || !kernel.stands(known)) {
            kernel.packet(flow).ifPresentOrElse(k -> kept.put(flow, k), () -> kept.remove(flow));
        }
    }

    private int check(String when) {
        List<Flow> standing = new ArrayList<>();
        kept.forEach(
                (flow, known) -> {
                    if (kernel.stands(known)) {
                        standing.add(flow);
                        assertThat(kernel.packet(flow)).as("%s %s", when, flow).isPresent();
                        known.decided()
                                .forEach(
                                        d ->
                                                assertThat(
                                                                Optional.ofNullable(
                                                                        kernel.policy.rows.get(
                                                                                d.key())))
                                                        .as("%s %s: entry", when, flow)
                                                        .contains(d.entry()));
                    }
                });
        return standing.size();
    }
}
