package naru.datapath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.ClsactFilter;
import naru.linux.bpf.TcxLink;

/**
 * How one hook's program hangs on one device: by a pinned tcx link or by a filter, as the mode
 * says. The other kind is taken away, or stands in for a while.
 */
final class HookBindings {

    private final HookPrograms programs;
    private final LinkPins links;
    private final AttachMode mode;

    /**
     * @param mode TCX or CLSACT
     */
    HookBindings(HookPrograms programs, LinkPins links, AttachMode mode) {
        this.programs = programs;
        this.links = links;
        this.mode = mode;
    }

    /**
     * First the new binding, then the old one of the other mode: twice seen is better than unseen.
     * The queueing discipline stays: to take it away, the kernel would stop the device for a
     * moment, and packets would be lost.
     */
    void attach(Hook hook, int ifindex) {
        switch (mode) {
            case TCX, AUTO -> {
                attachTcx(hook, ifindex);
                if (filterIsOurs(hook, ifindex)) {
                    ClsactFilter.detach(ifindex, hook.point());
                }
            }
            case CLSACT -> {
                ClsactFilter.prepare(ifindex);
                attachFilter(hook, ifindex);
                detachTcx(hook, ifindex);
            }
        }
    }

    /** Whatever the mode: it is there at once, where a new link takes a grace period. */
    void attachFilter(Hook hook, int ifindex) {
        if (!ClsactFilter.attachFirst(programs.live(hook), ifindex, hook.point())) {
            refuseForeignFilter(hook, ifindex);
            ClsactFilter.attach(programs.live(hook), ifindex, hook.point());
        }
    }

    /** See {@link Datapath#moveToFront}. */
    void moveToFront(Hook hook, int ifindex) {
        ClsactFilter.prepare(ifindex);
        attachFilter(hook, ifindex);
        detachTcx(hook, ifindex);
        attach(hook, ifindex);
    }

    private static void refuseForeignFilter(Hook hook, int ifindex) {
        ClsactFilter.programOf(ifindex, hook.point())
                .filter(program -> !isOurs(hook, program))
                .ifPresent(
                        program -> {
                            throw new IllegalStateException(
                                    ("device %d has filter 1 of priority 1 at %s already: program"
                                                    + " %d, which is not ours; take it away (tc filter del) or use"
                                                    + " attach: tcx")
                                            .formatted(ifindex, hook.point(), program));
                        });
    }

    private void attachTcx(Hook hook, int ifindex) {
        if (!updateTcx(hook, ifindex)) {
            try (TcxLink link = TcxLink.attach(programs.live(hook), ifindex, hook.point())) {
                link.pin(links.path(hook, ifindex));
            }
        }
    }

    /** Puts our program into the device's link; false if it has none. */
    boolean updateTcx(Hook hook, int ifindex) {
        Optional<TcxLink> pinned = links.open(hook, ifindex);
        if (pinned.isEmpty()) {
            return false;
        }
        try (TcxLink link = pinned.get()) {
            if (link.info().ifindex() == ifindex) {
                link.update(programs.live(hook));
                return true;
            }
        }
        links.forget(links.path(hook, ifindex)); // of a device that had this number before
        return false;
    }

    void detach(Hook hook, int ifindex) {
        detachTcx(hook, ifindex);
        if (filterIsOurs(hook, ifindex)) {
            ClsactFilter.detach(ifindex, hook.point());
        }
    }

    private void detachTcx(Hook hook, int ifindex) {
        links.all().stream()
                .filter(pin -> pin.hook() == hook && pin.ifindex() == ifindex)
                .forEach(links::remove);
    }

    private boolean filterIsOurs(Hook hook, int ifindex) {
        return ClsactFilter.programOf(ifindex, hook.point())
                .filter(program -> isOurs(hook, program))
                .isPresent();
    }

    /** A filter keeps no link to us but the name of its program. */
    static boolean isOurs(Hook hook, int id) {
        try (BpfProgram program = BpfProgram.byId(id)) {
            return program.name().equals(hook.program());
        }
    }

    /** What the kernel says of our hooks on a device. */
    List<Attached> attached(int ifindex) {
        List<Attached> found = new ArrayList<>();
        for (Hook hook : Hook.values()) {
            attachedTcx(hook, ifindex).ifPresent(found::add);
            ClsactFilter.programOf(ifindex, hook.point())
                    .filter(program -> isOurs(hook, program))
                    .map(
                            id ->
                                    attached(
                                            hook,
                                            ifindex,
                                            AttachMode.CLSACT,
                                            id,
                                            FilterOrder.of(hook, ifindex, id)))
                    .ifPresent(found::add);
        }
        return found;
    }

    private Optional<Attached> attachedTcx(Hook hook, int ifindex) {
        Optional<TcxLink> pinned = links.open(hook, ifindex);
        if (pinned.isEmpty()) {
            return Optional.empty();
        }
        try (TcxLink link = pinned.get()) {
            TcxLink.Info info = link.info();
            if (info.ifindex() != ifindex) {
                return Optional.empty();
            }
            List<Integer> order = TcxLink.programsOf(ifindex, hook.point());
            return Optional.of(attached(hook, ifindex, AttachMode.TCX, info.program(), order));
        }
    }

    private Attached attached(
            Hook hook, int ifindex, AttachMode how, int program, List<Integer> order) {
        boolean current = program == programs.live(hook).id();
        return new Attached(hook, ifindex, how, program, current, order);
    }
}
