package naru.agent.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import naru.datapath.FlowKey;
import naru.datapath.FlowMap;

/**
 * Whether the kernel takes connections away that are over: one that has been for long shows that
 * nobody does. Of a large table a part is looked at, which is as good as any: its order is that of
 * hashes.
 */
public final class FlowSweepCheck implements Check {

    private static final int SAMPLE = 4096;

    /** The timer comes to each in 10 s; a kernel that is very busy may be late. */
    private static final Duration LATE = Duration.ofSeconds(60);

    private final FlowMap flows;

    public FlowSweepCheck(FlowMap flows) {
        this.flows = flows;
    }

    @Override
    public String name() {
        return "flow-sweep";
    }

    @Override
    public List<Finding> look() {
        Sample sample = new Sample(System.nanoTime()); // CLOCK_MONOTONIC, as the datapath's
        flows.next(Optional.empty(), SAMPLE, (key, flow) -> sample.add(key, flow.expires()));
        return sample.late == 0 ? List.of() : List.of(finding(sample));
    }

    /** What is seen of the table. */
    private static final class Sample {

        private final long now;
        private int seen;
        private int late;
        private long longest;
        private String worst = "";

        Sample(long now) {
            this.now = now;
        }

        void add(FlowKey key, long expires) {
            seen++;
            long over = now - expires;
            if (over > LATE.toNanos()) {
                late++;
                if (over > longest) {
                    longest = over;
                    worst =
                            "protocol %d between %s:%d and %s:%d"
                                    .formatted(
                                            key.protocol(),
                                            key.low(),
                                            key.lowPort(),
                                            key.high(),
                                            key.highPort());
                }
            }
        }
    }

    private Finding finding(Sample sample) {
        return new Finding(
                name(),
                "connections that are over keep their places, until new ones are refused",
                "flow_map4",
                "%d of %d looked at expired more than %d s ago, one of them %d s ago: %s"
                        .formatted(
                                sample.late,
                                sample.seen,
                                LATE.toSeconds(),
                                Duration.ofNanos(sample.longest).toSeconds(),
                                sample.worst),
                "the kernel's timer that takes them away does not run: somebody wrote to"
                        + " flow_sweep_map, or removed its pin while no agent ran",
                "restart the agent, which sets it going");
    }
}
