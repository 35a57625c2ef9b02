package naru.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import naru.agent.node.DatapathHooks;
import naru.apply.device.Uplink;
import naru.datapath.Attached;
import naru.datapath.Hook;
import naru.linux.bpf.BpfProgram;
import naru.linux.ffi.NativeException;

/**
 * Whether each device that needs programs has them, of this version, and before any of others: by
 * what the kernel says.
 */
public final class AttachedProgramsCheck implements Check {

    private final DatapathHooks hooks;
    private final LocalPods pods;
    private final Supplier<List<Uplink>> uplinks;

    public AttachedProgramsCheck(
            DatapathHooks hooks, LocalPods pods, Supplier<List<Uplink>> uplinks) {
        this.hooks = hooks;
        this.pods = pods;
        this.uplinks = uplinks;
    }

    @Override
    public String name() {
        return "programs-attached";
    }

    @Override
    public List<Finding> look() throws Exception {
        List<Finding> found = new ArrayList<>();
        pods.devices()
                .forEach(
                        (ifindex, device) -> {
                            look(ifindex, device, Hook.POD_EGRESS, found);
                            look(ifindex, device, Hook.POD_INGRESS, found);
                        });
        uplinks.get().forEach(up -> look(up.index(), up.name(), Hook.NODE_INGRESS, found));
        return found;
    }

    private void look(int ifindex, String device, Hook hook, List<Finding> found) {
        List<Attached> there =
                hooks.attached(ifindex).stream().filter(a -> a.hook() == hook).toList();
        if (there.isEmpty()) {
            found.add(missing(device, hook));
        } else if (there.stream().noneMatch(Attached::current)) {
            found.add(old(device, there.getFirst()));
        }
        there.stream()
                .filter(Attached::overtaken)
                .forEach(attached -> found.add(overtaken(device, attached)));
    }

    private Finding missing(String device, Hook hook) {
        return new Finding(
                name(),
                "packets pass unchecked: a program is missing",
                device,
                "the kernel runs no " + hook.program() + " there",
                "somebody detached it, or the kernel refuses it",
                "the agent attaches it again within seconds; if this stays, its log says why");
    }

    private Finding old(String device, Attached attached) {
        return new Finding(
                name(),
                "packets meet a program of another version",
                device,
                "%s there is program %d".formatted(attached.hook().program(), attached.program()),
                "the agent was changed and could not put its own in place",
                "restart the agent; if this stays, its log says why");
    }

    private static String inWords(int id) {
        try (BpfProgram program = BpfProgram.byId(id)) {
            return program.name() + " (" + id + ")";
        } catch (NativeException e) {
            return "one that is gone (" + id + ")";
        }
    }

    private Finding overtaken(String device, Attached attached) {
        return new Finding(
                name(),
                "another program sees packets before " + attached.hook().program(),
                device,
                "programs in their order: "
                        + attached.order().stream()
                                .map(AttachedProgramsCheck::inWords)
                                .collect(Collectors.joining(", "))
                        + "; ours is "
                        + attached.program(),
                "somebody attached it in front; what it does not pass on is never checked against"
                        + " policy",
                "take the other one away, or attach it behind");
    }
}
