package naru.linux.ffi;

import static naru.linux.ffi.LibBpfLibrary.bind;
import static naru.linux.ffi.Native.INT;
import static naru.linux.ffi.Native.LONG;
import static naru.linux.ffi.Native.POINTER;
import static naru.linux.ffi.Native.pointer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** BPF_PROG_TEST_RUN: runs a loaded program on a packet of ours. */
public final class BpfTestRun {

    private static final StructLayout OPTIONS =
            MemoryLayout.structLayout(
                    LONG.withName("sz"),
                    POINTER.withName("data_in"),
                    POINTER.withName("data_out"),
                    INT.withName("data_size_in"),
                    INT.withName("data_size_out"),
                    POINTER.withName("ctx_in"),
                    POINTER.withName("ctx_out"),
                    INT.withName("ctx_size_in"),
                    INT.withName("ctx_size_out"),
                    INT.withName("retval"),
                    INT.withName("repeat"),
                    INT.withName("duration"),
                    INT.withName("flags"),
                    INT.withName("cpu"),
                    INT.withName("batch_size"));
    private static final int ROOM_TO_GROW = 512;
    private static final NativeFunction TEST_RUN = bind("bpf_prog_test_run_opts");

    private BpfTestRun() {}

    /**
     * What a run gave.
     *
     * @param result what the program returned
     * @param packet the frame afterwards
     * @param context the context afterwards
     * @param nanoseconds mean duration of a run
     */
    @SuppressWarnings("ArrayRecordComponent") // frames are read, never compared
    public record Answer(int result, byte[] packet, byte[] context, int nanoseconds) {}

    /**
     * Runs the program in the calling thread's network namespace, which is where a device number in
     * the context is looked up.
     *
     * @param packet a frame of at least 14 bytes
     * @param context struct __sk_buff as the caller wants it; fields that can't be given must be 0
     */
    public static Answer run(int program, byte[] packet, byte[] context, int repeat) {
        try (Arena memory = Arena.ofConfined()) {
            int room = packet.length + ROOM_TO_GROW;
            MemorySegment packetOut = memory.allocate(room);
            MemorySegment contextOut = memory.allocate(Math.max(context.length, 1), 8);
            MemorySegment options = memory.allocate(OPTIONS);
            options.set(LONG, 0, OPTIONS.byteSize());
            setPointer(options, "data_in", BpfCalls.bytes(memory, packet));
            setPointer(options, "data_out", packetOut);
            set(options, "data_size_in", packet.length);
            set(options, "data_size_out", room);
            setPointer(options, "ctx_in", BpfCalls.bytes(memory, context));
            setPointer(options, "ctx_out", contextOut);
            set(options, "ctx_size_in", context.length);
            set(options, "ctx_size_out", context.length);
            set(options, "repeat", repeat);
            Native.call(
                    () -> "bpf_prog_test_run_opts(" + packet.length + " bytes)",
                    (state, _) -> TEST_RUN.call(state, program, pointer(options)));
            return new Answer(
                    get(options, "retval"),
                    Arrays.copyOf(
                            packetOut.toArray(ValueLayout.JAVA_BYTE),
                            get(options, "data_size_out")),
                    contextOut.toArray(ValueLayout.JAVA_BYTE),
                    get(options, "duration"));
        }
    }

    private static void set(MemorySegment options, String field, int value) {
        options.set(INT, OPTIONS.byteOffset(PathElement.groupElement(field)), value);
    }

    private static int get(MemorySegment options, String field) {
        return options.get(INT, OPTIONS.byteOffset(PathElement.groupElement(field)));
    }

    private static void setPointer(MemorySegment options, String field, MemorySegment value) {
        options.set(
                ValueLayout.ADDRESS, OPTIONS.byteOffset(PathElement.groupElement(field)), value);
    }
}
