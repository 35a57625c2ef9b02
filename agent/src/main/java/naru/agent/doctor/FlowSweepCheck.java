package naru.agent.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import naru.datapath.DatapathMaps;
import naru.datapath.FlowMap;
import naru.datapath.FlowSweepMap;

/**
 * Whether the kernel's timer runs that takes connections away that are over: it writes down when it
 * looks.
 */
public final class FlowSweepCheck implements Check {

    /** A step comes each second at least; a kernel that is very busy may be late. */
    private static final Duration LATE = Duration.ofSeconds(10);

    /** Of connections, where something is wrong: which ones is as good as any. */
    private static final int SAMPLE = 4096;

    private final FlowSweepMap sweep;
    private final FlowMap flows;

    public FlowSweepCheck(DatapathMaps maps) {
        this.sweep = maps.flowSweep();
        this.flows = maps.flows();
    }

    @Override
    public String name() {
        return "flow-sweep";
    }

    @Override
    public List<Finding> look() {
        Optional<Duration> ago = sweep.lastStepAgo();
        boolean runs = ago.filter(time -> time.compareTo(LATE) <= 0).isPresent();
        return runs ? List.of() : List.of(finding(ago));
    }

    private Finding finding(Optional<Duration> ago) {
        return new Finding(
                name(),
                "connections that are over keep their places, until new ones are refused",
                "flow_sweep_map",
                ago.map(
                                        time ->
                                                "the timer that takes them away last looked %d s ago"
                                                        .formatted(time.toSeconds()))
                                .orElse("what stands there is no time at which the timer looked")
                        + "; "
                        + sample(),
                "somebody wrote to flow_sweep_map, which ends the kernel's timer",
                "the agent sets it going again: `naru status` says how often it had to, and when"
                        + " next; with `repair: false`, restart the agent");
    }

    private String sample() {
        int[] seen = new int[2];
        long now = System.nanoTime(); // CLOCK_MONOTONIC, as the datapath's
        flows.next(
                Optional.empty(),
                SAMPLE,
                (_, flow) -> {
                    seen[0]++;
                    seen[1] += flow.expires() < now ? 1 : 0;
                });
        return "%d of %d connections looked at are over".formatted(seen[1], seen[0]);
    }
}
