package naru.agent.doctor.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;
import naru.apply.device.Uplink;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.HookPoint;
import naru.linux.bpf.TcxLink;
import naru.linux.ffi.NativeException;
import naru.linux.netlink.ProgramFilter;

/** Whether programs of another pod network are left at the uplinks, in front of ours or behind. */
public final class LeftoverProgramsCheck implements Check {

    private final Surroundings surroundings;

    public LeftoverProgramsCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "leftover-programs";
    }

    @Override
    public List<Finding> look() {
        List<Finding> found = new ArrayList<>();
        for (Uplink uplink : surroundings.uplinks()) {
            for (HookPoint point : HookPoint.values()) {
                programs(uplink.index(), point)
                        .forEach((id, name) -> look(uplink, point, id, name, found));
            }
        }
        return found;
    }

    private Map<Integer, String> programs(int ifindex, HookPoint point) {
        Map<Integer, String> programs = new TreeMap<>();
        try {
            for (int id : TcxLink.programsOf(ifindex, point)) {
                name(id).ifPresent(name -> programs.put(id, name));
            }
        } catch (NativeException e) {
            // a kernel without tcx, or a device that went: then there is none
        }
        boolean ingress = point == HookPoint.INGRESS;
        for (ProgramFilter filter : surroundings.netlink().programFilters(ifindex, ingress)) {
            programs.put(filter.program(), name(filter.program()).orElse(filter.name()));
        }
        return programs;
    }

    private static Optional<String> name(int id) {
        try (BpfProgram program = BpfProgram.byId(id)) {
            return Optional.of(program.name());
        } catch (NativeException e) {
            return Optional.empty(); // it went meanwhile
        }
    }

    private void look(Uplink uplink, HookPoint point, int id, String name, List<Finding> found) {
        OtherNetwork.ofProgram(name)
                .ifPresent(
                        other ->
                                found.add(
                                        new Finding(
                                                name(),
                                                "a program of another pod network sees packets at"
                                                        + " an uplink",
                                                uplink.name(),
                                                "%s: program %d, %s, a name of %s"
                                                        .formatted(
                                                                point == HookPoint.INGRESS
                                                                        ? "ingress"
                                                                        : "egress",
                                                                id,
                                                                name,
                                                                other.title()),
                                                "it was not taken away whole, or still runs; it may"
                                                        + " drop, rewrite or redirect packets of"
                                                        + " this node's pods",
                                                "uninstall it; what is left of it then: `bpftool"
                                                        + " net show dev "
                                                        + uplink.name()
                                                        + "`, and `tc filter del` or `bpftool link"
                                                        + " detach`")));
    }
}
