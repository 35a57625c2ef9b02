package naru.datapath;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import naru.datapath.abi.FlowSweepLayout;

/**
 * flow_sweep_map: when the kernel's timer last looked for flows that have expired. The timer itself
 * the kernel shows to nobody, and ends it when the element is written. It also ends it when the
 * last name and descriptor of the map are gone: while this is open, the name may go. Value: ns of
 * CLOCK_MONOTONIC.
 */
public final class FlowSweepMap extends PlaceMap<Long> {

    /** The programs' clock is read without a lock and may be ahead of ours, by very little. */
    private static final long AHEAD_NANOS = 1_000_000_000L;

    FlowSweepMap(Path maps) {
        super(open(maps, "flow_sweep_map"), FlowSweepLayout.SIZE);
    }

    /**
     * How long ago the timer last looked, or was set going; while it runs, that is at most a second
     * and what the kernel is late.
     *
     * @return empty: what stands there is no time of the timer's, so somebody has written it
     */
    public Optional<Duration> lastStepAgo() {
        long then = lookup(0).orElse(0L);
        long ago = System.nanoTime() - then; // CLOCK_MONOTONIC too
        return then == 0 || ago < -AHEAD_NANOS
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, ago)));
    }

    @Override
    byte[] writeValue(Integer key, Long value) {
        throw Words.writtenByPrograms("flow_sweep_map");
    }

    @Override
    Long readValue(byte[] bytes) {
        return FlowSweepLayout.read(bytes).lastStep();
    }
}
