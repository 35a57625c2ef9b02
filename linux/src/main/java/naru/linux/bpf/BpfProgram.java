package naru.linux.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import naru.linux.ffi.BpfCalls;
import naru.linux.ffi.BpfTestRun;
import naru.linux.ffi.Descriptor;

/** A program in the kernel. */
public final class BpfProgram implements AutoCloseable {

    private static final StructLayout INFO =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_INT.withName("type"),
                    ValueLayout.JAVA_INT.withName("id"),
                    MemoryLayout.sequenceLayout(8, ValueLayout.JAVA_BYTE).withName("tag"),
                    MemoryLayout.sequenceLayout(9, ValueLayout.JAVA_INT).withName("unused"),
                    ValueLayout.JAVA_INT.withName("nr_map_ids"),
                    ValueLayout.JAVA_LONG.withName("map_ids"),
                    MemoryLayout.sequenceLayout(16, ValueLayout.JAVA_BYTE).withName("name"));

    /** As many as the kernel lets a program use. */
    private static final int MOST_MAPS = 64;

    private final Descriptor descriptor;
    private final int id;
    private final String name;

    /**
     * What a test run gave.
     *
     * @param verdict TC_ACT_* that the program returned
     * @param packet the frame afterwards
     * @param context the context afterwards
     * @param nanoseconds mean duration of a run
     */
    @SuppressWarnings("ArrayRecordComponent") // frames are read, never compared
    public record Run(int verdict, byte[] packet, SkbContext context, int nanoseconds) {}

    /** Takes the descriptor over. */
    public BpfProgram(Descriptor descriptor) {
        this.descriptor = descriptor;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO);
            BpfCalls.info(descriptor.number(), info);
            this.id = info.get(ValueLayout.JAVA_INT, offset("id"));
            this.name = info.getString(offset("name"));
        }
    }

    /** Opens a pinned program. */
    public static BpfProgram open(Path pin) {
        return new BpfProgram(BpfCalls.openPin(pin.toString()));
    }

    /** Opens a program by its number in the kernel; ENOENT if it is gone. */
    public static BpfProgram byId(int id) {
        return new BpfProgram(BpfCalls.programById(id));
    }

    /** Its number in the kernel. */
    public int id() {
        return id;
    }

    /** At most 15 characters of its name in C. */
    public String name() {
        return name;
    }

    public Descriptor descriptor() {
        return descriptor;
    }

    /** The numbers of the maps that it uses; its constants are one of them. */
    public List<Integer> mapIds() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ids = arena.allocate(ValueLayout.JAVA_INT, MOST_MAPS);
            MemorySegment info = arena.allocate(INFO);
            info.set(ValueLayout.JAVA_INT, offset("nr_map_ids"), MOST_MAPS);
            info.set(ValueLayout.JAVA_LONG, offset("map_ids"), ids.address());
            BpfCalls.info(descriptor.number(), info);
            int count = Math.min(info.get(ValueLayout.JAVA_INT, offset("nr_map_ids")), MOST_MAPS);
            return IntStream.range(0, count)
                    .mapToObj(at -> ids.getAtIndex(ValueLayout.JAVA_INT, at))
                    .toList();
        }
    }

    private static long offset(String field) {
        return INFO.byteOffset(PathElement.groupElement(field));
    }

    /** Makes a name in a bpf file system, which keeps the program alive. */
    public void pin(Path path) {
        BpfCalls.pin(descriptor.number(), path.toString());
    }

    /**
     * Runs it once on a frame. It sees and changes the live maps, as on a real packet. Device
     * numbers in the context are those of the calling thread's network namespace.
     *
     * @param frame from the Ethernet header on; the kernel refuses IPv4 frames under 34 bytes
     */
    public Run testRun(byte[] frame, SkbContext context) {
        return testRun(frame, context, 1);
    }

    /** As {@link #testRun(byte[], SkbContext)}, {@code repeat} times, for measuring. */
    public Run testRun(byte[] frame, SkbContext context, int repeat) {
        BpfTestRun.Answer answer =
                BpfTestRun.run(descriptor.number(), frame, context.toBytes(), repeat);
        return new Run(
                answer.result(),
                answer.packet(),
                SkbContext.fromBytes(answer.context()),
                answer.nanoseconds());
    }

    @Override
    public void close() {
        descriptor.close();
    }

    @Override
    public String toString() {
        return "program " + name + " (" + id + ")";
    }
}
