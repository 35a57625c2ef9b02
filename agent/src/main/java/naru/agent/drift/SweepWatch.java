package naru.agent.drift;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.datapath.Datapath;

/**
 * The kernel's timer that takes expired connections away: it ends when somebody writes to the map
 * that it lives in, and the kernel tells nobody.
 */
public final class SweepWatch implements Watch {

    private static final String WHERE = "flow_sweep_map";

    /** A step comes each second at least; a machine that stood still for a moment is late. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final Supplier<Optional<Duration>> lastStepAgo;
    private final Runnable begin;
    private final RepairLog repairs;

    /** True if it was late at the last look too: a machine that wakes up is late only once. */
    private boolean lateBefore;

    public SweepWatch(Datapath datapath, RepairLog repairs) {
        this(datapath.maps().flowSweep()::lastStepAgo, datapath::beginSweep, repairs);
    }

    /** With a timer of a test's own. */
    SweepWatch(Supplier<Optional<Duration>> lastStepAgo, Runnable begin, RepairLog repairs) {
        this.lastStepAgo = lastStepAgo;
        this.begin = begin;
        this.repairs = repairs;
    }

    @Override
    public void look() {
        Optional<Duration> ago = lastStepAgo.get();
        boolean late = ago.filter(time -> time.compareTo(LATE) > 0).isPresent();
        boolean stopped = ago.isEmpty() || late && lateBefore;
        lateBefore = late;
        if (stopped && repairs.isDue(RepairKind.MAP_ENTRY, WHERE)) {
            begin.run();
            repairs.note(
                    RepairKind.MAP_ENTRY,
                    WHERE,
                    ago.map(SweepWatch::stoodStill).orElse("a time that the timer did not write"),
                    "set the timer that takes expired connections away going again");
        }
    }

    private static String stoodStill(Duration ago) {
        return "the timer last looked " + ago.toSeconds() + " s ago";
    }
}
