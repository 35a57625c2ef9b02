package naru.agent.drift;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.loop.LivePod;
import naru.agent.loop.LivePods;
import naru.agent.loop.ProblemBoard;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.linux.ffi.NativeException;
import naru.linux.netns.Netns;
import naru.wire.AgentReplies.Problem;

/**
 * Pods whose device somebody deleted, or moved to another namespace, while they live on. The other
 * end goes with it, and nobody but the pod's runtime can give it a new one: the endpoint is taken
 * away as by DEL, and it is said until the pod is made anew or is gone.
 */
public final class LostPods implements Watch {

    private static final int REMEMBERED = 256;

    private final LivePods pods;
    private final RepairLog repairs;
    private final ProblemBoard problems;
    private final Map<String, EndpointRecord> lost = new LinkedHashMap<>();

    public LostPods(LivePods pods, RepairLog repairs, ProblemBoard problems) {
        this.pods = pods;
        this.repairs = repairs;
        this.problems = problems;
    }

    /** An endpoint was taken away because its device had gone without DEL. Any thread. */
    public void note(EndpointRecord record) {
        if (!livesOn(record)) {
            return; // a pod that ended takes its device along
        }
        repairs.note(
                RepairKind.DEVICE,
                record.device(),
                "deleted or moved away, and " + record.name() + " lives on",
                "took away its endpoint " + record.slot() + ", as DEL does");
        synchronized (lost) {
            if (lost.size() < REMEMBERED) {
                lost.put(record.owner(), record);
            }
            say();
        }
    }

    @Override
    public void look() throws Exception {
        synchronized (lost) {
            if (lost.isEmpty()) {
                return;
            }
            List<EndpointRecord> live = pods.all().stream().map(LivePod::record).toList();
            lost.values().removeIf(record -> !livesOn(record) || hasAnother(record, live));
            say();
        }
    }

    private static boolean hasAnother(EndpointRecord record, List<EndpointRecord> live) {
        return live.stream()
                .anyMatch(now -> now.isFor(record.containerId(), record.interfaceName()));
    }

    private static boolean livesOn(EndpointRecord record) {
        try {
            return !record.netns().isEmpty() && Netns.isNamespace(Path.of(record.netns()));
        } catch (NativeException e) {
            return false;
        }
    }

    private void say() {
        problems.say(
                "lost-pods",
                lost.values().stream()
                        .map(
                                record ->
                                        new Problem(
                                                "a pod has lost its interface",
                                                record.name(),
                                                record.device()
                                                        + " was deleted or moved away without DEL",
                                                "delete the pod; its runtime gives the next one a"
                                                        + " new interface"))
                        .toList());
    }
}
