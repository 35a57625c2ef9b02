package naru.agent.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import naru.agent.loop.ProblemBoard;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.datapath.Attached;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;
import naru.wire.AgentReplies.Problem;

/**
 * Looks whether the programs at pods' devices are what runs there: by what the kernel says, not by
 * what was attached once.
 */
public final class AttachmentAudit {

    private final DatapathHooks hooks;
    private final ProblemBoard problems;
    private final RepairLog repairs;

    public AttachmentAudit(DatapathHooks hooks, ProblemBoard problems, RepairLog repairs) {
        this.hooks = hooks;
        this.problems = problems;
        this.repairs = repairs;
    }

    /**
     * Attaches what is missing and tells what others do.
     *
     * @param devices names by device number
     */
    public void audit(Map<Integer, String> devices) {
        List<Problem> found = new ArrayList<>();
        devices.forEach(
                (ifindex, name) -> {
                    if (!hooks.isAttached(ifindex)) {
                        attach(ifindex, name, found);
                    }
                    hooks.attached(ifindex).stream()
                            .filter(Attached::overtaken)
                            .forEach(attached -> found.add(overtaken(name, attached)));
                });
        problems.say("attachments", found);
    }

    private void attach(int ifindex, String name, List<Problem> found) {
        try {
            hooks.attach(ifindex);
            repairs.note(RepairKind.PROGRAM, name, "a program missing", "attached it");
        } catch (NativeException e) {
            if (e.errno() == Errno.ENODEV) {
                return; // DEL came first
            }
            found.add(
                    new Problem(
                            "programs at a pod's device are missing",
                            name,
                            String.valueOf(e.getMessage()),
                            "they are attached as soon as the kernel takes them"));
        }
    }

    private static Problem overtaken(String name, Attached attached) {
        return new Problem(
                "another program sees packets before " + attached.hook().program(),
                name,
                "programs in their order: "
                        + attached.order()
                        + ", ours is "
                        + attached.program()
                        + " (`bpftool prog show id N` tells whose they are)",
                "take the other one away, or attach it behind: what it does not pass on is never"
                        + " checked against policy");
    }
}
