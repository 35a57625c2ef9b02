package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class HeapTrimTest {

    private static final long MIB = 1 << 20;

    private Instant now = Instant.EPOCH;
    private long done;
    private final FakeHeap heap = new FakeHeap();
    private final InstantSource clock = () -> now;
    private final HeapTrim trim = new HeapTrim(heap, () -> done, clock);

    private static final class FakeHeap implements HeapTrim.Heap {
        long live = 20 * MIB;
        long committed = 60 * MIB;
        int collections;

        @Override
        public long used() {
            return live;
        }

        @Override
        public long committed() {
            return committed;
        }

        @Override
        public void collect() {
            collections++;
            committed = live * 3 / 2;
        }
    }

    @Test
    void whatAStartLeftIsGivenBackOnceTheAgentIsQuiet() {
        for (int i = 0; i < 10; i++) {
            done++;
            trim.run();
        }
        assertThat(heap.collections).isZero();
        trim.run();
        assertThat(heap.collections).isOne();
    }

    @Test
    void anAgentThatNeedsNoMoreIsLeftAlone() {
        quietFor(3600);
        assertThat(heap.collections).isOne();
    }

    @Test
    void whatABurstLeftIsGivenBack() {
        quietFor(60);
        heap.committed = 100 * MIB;
        done++;
        quietFor(60);
        assertThat(heap.collections).isEqualTo(2);
    }

    @Test
    void aLargeHeapIsLookedAtRarely() {
        heap.live = 400 * MIB;
        for (int i = 0; i < 720; i++) { // an hour
            heap.committed = 1000 * MIB;
            quietFor(5);
        }
        assertThat(heap.collections).isBetween(8, 10);
    }

    private void quietFor(int seconds) {
        for (int i = 0; i < seconds; i += 5) {
            now = now.plusSeconds(5);
            trim.run();
        }
    }
}
