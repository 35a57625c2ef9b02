package naru.datapath;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.ClsactFilter;
import naru.linux.bpf.HookPoint;
import naru.linux.bpf.PinKind;
import naru.linux.bpf.TcxLink;
import naru.linux.ffi.NativeException;
import naru.linux.netlink.Link;
import naru.linux.netlink.Netlink;

/** Puts our programs in the place of an earlier agent's, wherever these are bound. */
final class ProgramSwitch {

    private final LinkPins links;
    private final HookPrograms programs;

    ProgramSwitch(LinkPins links, HookPrograms programs) {
        this.links = links;
        this.programs = programs;
    }

    /** Each packet meets the old program of a link or the new one. */
    void links() {
        for (LinkPins.Pin pin : links.all()) {
            try (TcxLink link = TcxLink.open(pin.path())) {
                if (link.info().ifindex() == 0) {
                    links.forget(pin.path());
                } else {
                    link.update(programs.live(pin.hook()));
                }
            }
        }
    }

    /** As {@link #links}, of filters, which only their programs' names tell. */
    void filters() {
        for (Link device : devices()) {
            for (Hook hook : Hook.values()) {
                Optional<String> name = filterName(device.index(), hook.point());
                if (name.filter(hook.program()::equals).isPresent()) {
                    ClsactFilter.attach(programs.live(hook), device.index(), hook.point());
                }
            }
        }
    }

    /**
     * Unbinds programs of hooks that this version does not have.
     *
     * @param maps numbers of the maps that tell ours from others'
     */
    void unknownLinks(Set<Integer> maps) {
        for (Path pin : links.unknown()) {
            if (PinKind.of(pin) == PinKind.TCX_LINK) {
                try (TcxLink link = TcxLink.open(pin)) {
                    if (uses(link.info().program(), maps)) {
                        link.detach();
                        links.forget(pin);
                    }
                }
            }
        }
    }

    /** As {@link #unknownLinks}, of filters. */
    void unknownFilters(Set<Integer> maps) {
        for (Link device : devices()) {
            for (HookPoint point : HookPoint.values()) {
                ClsactFilter.programOf(device.index(), point)
                        .filter(program -> !isOfAHook(program) && uses(program, maps))
                        .ifPresent(_ -> ClsactFilter.detach(device.index(), point));
            }
        }
    }

    private static List<Link> devices() {
        try (Netlink netlink = Netlink.open()) {
            return netlink.links();
        }
    }

    private static boolean isOfAHook(int program) {
        return List.of(Hook.values()).stream()
                .map(hook -> Optional.of(hook.program()))
                .anyMatch(name(program)::equals);
    }

    private static Optional<String> filterName(int ifindex, HookPoint point) {
        return ClsactFilter.programOf(ifindex, point).flatMap(ProgramSwitch::name);
    }

    private static Optional<String> name(int id) {
        try (BpfProgram program = BpfProgram.byId(id)) {
            return Optional.of(program.name());
        } catch (NativeException e) {
            return Optional.empty(); // gone just now
        }
    }

    private static boolean uses(int id, Set<Integer> maps) {
        try (BpfProgram program = BpfProgram.byId(id)) {
            Set<Integer> used = new HashSet<>(program.mapIds());
            used.retainAll(maps);
            return !used.isEmpty();
        } catch (NativeException e) {
            return false;
        }
    }
}
