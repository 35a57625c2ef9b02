package naru.agent.drift;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import naru.agent.endpoint.HookFinisher;
import naru.agent.loop.LivePod;
import naru.agent.loop.LivePods;
import naru.agent.loop.ProblemBoard;
import naru.agent.node.DatapathHooks;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.device.Uplink;
import naru.datapath.Attached;
import naru.datapath.Hook;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;
import naru.wire.AgentReplies.Problem;

/**
 * The programs at devices: that they are there and see packets before any other. The kernel tells
 * nobody when that changes, so each device is asked; what was attached once is not believed.
 */
public final class ProgramWatch implements Watch {

    private final LivePods pods;
    private final DatapathHooks hooks;
    private final HookFinisher finisher;
    private final Supplier<List<Uplink>> uplinks;
    private final RepairLog repairs;
    private final ProblemBoard problems;

    public ProgramWatch(
            LivePods pods,
            DatapathHooks hooks,
            HookFinisher finisher,
            Supplier<List<Uplink>> uplinks,
            RepairLog repairs,
            ProblemBoard problems) {
        this.pods = pods;
        this.hooks = hooks;
        this.finisher = finisher;
        this.uplinks = uplinks;
        this.repairs = repairs;
        this.problems = problems;
    }

    @Override
    public void look() throws Exception {
        List<Problem> found = new ArrayList<>();
        for (LivePod pod : pods.all()) {
            if (!hooks.areFirst(pod.ifindex()) && !isBeingFinished(pod.ifindex())) {
                finisher.during(pod.ifindex(), () -> mend(pod, found));
            }
        }
        lookAtUplinks(found);
        problems.say("attachments", found);
    }

    /** A new pod has filters, which become links in a quiet moment. */
    private boolean isBeingFinished(int ifindex) {
        return finisher.isWaiting(ifindex) && hooks.isAttached(ifindex);
    }

    private void mend(LivePod pod, List<Problem> found) {
        if (!pods.isStillThere(pod)) {
            return;
        }
        try {
            List<Attached> attached = hooks.attached(pod.ifindex());
            boolean missing = mendMissing(pod, attached);
            if (!missing) {
                mendOrder(pod, attached);
            }
            if (!hooks.isFinished(pod.ifindex())) {
                finisher.add(pod.ifindex());
            }
            overtaken(pod.device(), hooks.attached(pod.ifindex())).forEach(found::add);
        } catch (NativeException e) {
            if (e.errno() != Errno.ENODEV) { // else DEL came first
                found.add(missing(pod.device(), e));
            }
        } catch (IllegalStateException e) {
            found.add(missing(pod.device(), e));
        }
    }

    /** Filters come first, because they are there at once; then what is wanted in the end. */
    private boolean mendMissing(LivePod pod, List<Attached> attached) {
        List<Hook> missing =
                DatapathHooks.POD.stream()
                        .filter(
                                hook ->
                                        attached.stream()
                                                .noneMatch(a -> a.hook() == hook && a.current()))
                        .filter(hook -> repairs.isDue(RepairKind.PROGRAM, where(hook, pod)))
                        .sorted()
                        .toList();
        if (missing.isEmpty()) {
            return false;
        }
        hooks.reclaim(pod.ifindex());
        for (Hook hook : missing) {
            repairs.note(RepairKind.PROGRAM, where(hook, pod), "no such program", "attached it");
        }
        hooks.finish(pod.ifindex());
        return true;
    }

    private void mendOrder(LivePod pod, List<Attached> attached) {
        for (Attached behind : attached) {
            Hook hook = behind.hook();
            if (behind.overtaken() && repairs.isDue(RepairKind.ORDER, where(hook, pod))) {
                hooks.moveToFront(hook, pod.ifindex());
                repairs.note(
                        RepairKind.ORDER,
                        where(hook, pod),
                        order(behind),
                        "put ours before the others");
            }
        }
    }

    private static String where(Hook hook, LivePod pod) {
        return hook.program() + " at " + pod.device();
    }

    private static String order(Attached attached) {
        return "programs in the order %s, ours is %d"
                .formatted(attached.order(), attached.program());
    }

    private void lookAtUplinks(List<Problem> found) {
        Map<Integer, String> names = new HashMap<>();
        uplinks.get().forEach(uplink -> names.put(uplink.index(), uplink.name()));
        for (int ifindex : hooks.brokenUplinks()) {
            String name = names.getOrDefault(ifindex, "device " + ifindex);
            try {
                mendUplink(ifindex, name);
                overtaken(name, hooks.attached(ifindex)).forEach(found::add);
            } catch (NativeException | IllegalStateException e) {
                found.add(missing(name, e));
            }
        }
    }

    private void mendUplink(int ifindex, String name) {
        String where = Hook.NODE_INGRESS.program() + " at " + name;
        List<Attached> before =
                hooks.attached(ifindex).stream()
                        .filter(a -> a.hook() == Hook.NODE_INGRESS && a.current())
                        .toList();
        RepairKind kind = before.isEmpty() ? RepairKind.PROGRAM : RepairKind.ORDER;
        if (repairs.isDue(kind, where)) {
            hooks.mendUplink(ifindex);
            repairs.note(
                    kind,
                    where,
                    before.isEmpty() ? "no such program" : order(before.getFirst()),
                    before.isEmpty() ? "attached it" : "put ours before the others");
        }
    }

    private static Problem missing(String device, RuntimeException e) {
        return new Problem(
                "a program at a device is missing or not the first",
                device,
                String.valueOf(e.getMessage()),
                "it is attached as soon as the kernel takes it");
    }

    private static Stream<Problem> overtaken(String device, List<Attached> attached) {
        return attached.stream()
                .filter(Attached::overtaken)
                .map(
                        behind ->
                                new Problem(
                                        "another program sees packets before "
                                                + behind.hook().program(),
                                        device,
                                        "programs in their order: "
                                                + behind.order()
                                                + ", ours is "
                                                + behind.program()
                                                + " (`bpftool prog show id N` tells whose they"
                                                + " are)",
                                        "take the other one away, or attach it behind: what it does"
                                                + " not pass on is never checked against policy"));
    }
}
