package naru.linux.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import naru.linux.ffi.BpfAttach;
import naru.linux.ffi.BpfCalls;
import naru.linux.ffi.Descriptor;

/**
 * A program bound to a device by a tcx link (kernel 6.6). Unpinned, it goes with its descriptor.
 */
public final class TcxLink implements AutoCloseable {

    private static final StructLayout INFO =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_INT.withName("type"),
                    ValueLayout.JAVA_INT.withName("id"),
                    ValueLayout.JAVA_INT.withName("prog_id"),
                    MemoryLayout.paddingLayout(4),
                    ValueLayout.JAVA_INT.withName("ifindex"),
                    ValueLayout.JAVA_INT.withName("attach_type"));

    private final Descriptor descriptor;

    /**
     * What the kernel says of a link.
     *
     * @param id its number
     * @param program number of the program
     * @param ifindex 0: the device is gone and the link is dead
     */
    public record Info(int id, int program, int ifindex) {}

    private TcxLink(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** Binds a program in front of all others. Waits for a grace period of the kernel (10 ms). */
    public static TcxLink attach(BpfProgram program, int ifindex, HookPoint point) {
        return new TcxLink(
                BpfAttach.linkCreate(program.descriptor().number(), ifindex, point.tcxType()));
    }

    /** Opens a pinned link. */
    public static TcxLink open(Path pin) {
        return new TcxLink(BpfCalls.openPin(pin.toString()));
    }

    /** The numbers of all programs bound by tcx, in the order in which they run. */
    public static List<Integer> programsOf(int ifindex, HookPoint point) {
        return BpfAttach.programsOf(ifindex, point.tcxType());
    }

    /** Lets the link outlive its descriptor. */
    public void pin(Path path) {
        BpfCalls.pin(descriptor.number(), path.toString());
    }

    /** Puts another program in its place; each packet meets the old one or the new one. */
    public void update(BpfProgram program) {
        BpfAttach.linkUpdate(descriptor.number(), program.descriptor().number());
    }

    /** Unbinds at once; a pin that is left is a dead link. */
    public void detach() {
        BpfAttach.linkDetach(descriptor.number());
    }

    public Info info() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO);
            BpfCalls.info(descriptor.number(), info);
            return new Info(field(info, "id"), field(info, "prog_id"), field(info, "ifindex"));
        }
    }

    private static int field(MemorySegment info, String name) {
        return info.get(ValueLayout.JAVA_INT, INFO.byteOffset(PathElement.groupElement(name)));
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
