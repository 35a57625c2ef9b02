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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The calls that bind programs to devices, and those that ask what is bound. */
public final class BpfAttach {

    /** enum bpf_attach_type; the headers of libbpf 1.1 do not have these two yet. */
    public static final int BPF_TCX_INGRESS = 46;

    public static final int BPF_TCX_EGRESS = 47;

    /** enum bpf_tc_attach_point. */
    public static final int BPF_TC_INGRESS = 1;

    public static final int BPF_TC_EGRESS = 2;

    /** In front of all others. */
    public static final int BPF_F_BEFORE = 8;

    private static final int BPF_TC_F_REPLACE = 1;
    private static final int MOST_PROGRAMS = 64;

    private static final StructLayout LINK_OPTIONS =
            MemoryLayout.structLayout(
                    LONG.withName("sz"),
                    INT.withName("flags"),
                    MemoryLayout.paddingLayout(4),
                    POINTER.withName("iter_info"),
                    INT.withName("iter_info_len"),
                    INT.withName("target_btf_id"));
    private static final StructLayout TC_HOOK =
            MemoryLayout.structLayout(
                    LONG.withName("sz"),
                    INT.withName("ifindex"),
                    INT.withName("attach_point"),
                    INT.withName("parent"),
                    MemoryLayout.paddingLayout(4));
    private static final StructLayout TC_OPTIONS =
            MemoryLayout.structLayout(
                    LONG.withName("sz"),
                    INT.withName("prog_fd"),
                    INT.withName("flags"),
                    INT.withName("prog_id"),
                    INT.withName("handle"),
                    INT.withName("priority"),
                    MemoryLayout.paddingLayout(4));
    private static final StructLayout QUERY_OPTIONS =
            MemoryLayout.structLayout(
                    LONG.withName("sz"),
                    INT.withName("query_flags"),
                    INT.withName("attach_flags"),
                    POINTER.withName("prog_ids"),
                    INT.withName("prog_cnt"),
                    MemoryLayout.paddingLayout(4),
                    POINTER.withName("prog_attach_flags"));

    private static final NativeFunction LINK_CREATE = bind("bpf_link_create");
    private static final NativeFunction LINK_UPDATE = bind("bpf_link_update");
    private static final NativeFunction LINK_DETACH = bind("bpf_link_detach");
    private static final NativeFunction TC_HOOK_CREATE = bind("bpf_tc_hook_create");
    private static final NativeFunction TC_ATTACH = bind("bpf_tc_attach");
    private static final NativeFunction TC_DETACH = bind("bpf_tc_detach");
    private static final NativeFunction TC_QUERY = bind("bpf_tc_query");
    private static final NativeFunction PROG_QUERY = bind("bpf_prog_query_opts");

    private BpfAttach() {}

    /** Binds a program in front of all others of that kind; the link is the binding. */
    public static Descriptor linkCreate(int program, int ifindex, int attachType) {
        return new Descriptor(
                Native.call(
                        () -> "bpf_link_create(device " + ifindex + ", " + attachType + ")",
                        (state, arena) -> {
                            MemorySegment options = sized(arena, LINK_OPTIONS);
                            set(LINK_OPTIONS, options, "flags", BPF_F_BEFORE);
                            return LINK_CREATE.call(
                                    state, program, ifindex, attachType, pointer(options));
                        }));
    }

    /** Puts another program in the place of a link's; no packet sees neither. */
    public static void linkUpdate(int link, int program) {
        Native.call(
                () -> "bpf_link_update", (state, _) -> LINK_UPDATE.call(state, link, program, 0));
    }

    /** Unbinds at once, also while others hold or pin the link. */
    public static void linkDetach(int link) {
        Native.call(() -> "bpf_link_detach", (state, _) -> LINK_DETACH.call(state, link));
    }

    /** Makes the clsact queueing discipline of a device; one that is there already is fine. */
    public static void tcHookCreate(int ifindex, int attachPoint) {
        Native.call(
                () -> "bpf_tc_hook_create(device " + ifindex + ")",
                (state, arena) -> {
                    MemorySegment hook = hook(arena, ifindex, attachPoint);
                    int result = TC_HOOK_CREATE.call(state, pointer(hook));
                    return result < 0 && Native.errno(state) == Errno.EEXIST ? 0 : result;
                });
    }

    /**
     * Binds a program as filter {@code handle} of {@code priority}.
     *
     * @param replace puts it in the place of one that is; without it that one gives EEXIST
     */
    public static void tcAttach(
            int program, int ifindex, int attachPoint, int handle, int priority, boolean replace) {
        Native.call(
                () -> "bpf_tc_attach(device " + ifindex + ")",
                (state, arena) -> {
                    MemorySegment options = filter(arena, handle, priority);
                    set(TC_OPTIONS, options, "prog_fd", program);
                    set(TC_OPTIONS, options, "flags", replace ? BPF_TC_F_REPLACE : 0);
                    return TC_ATTACH.call(
                            state, pointer(hook(arena, ifindex, attachPoint)), pointer(options));
                });
    }

    public static void tcDetach(int ifindex, int attachPoint, int handle, int priority) {
        Native.call(
                () -> "bpf_tc_detach(device " + ifindex + ")",
                (state, arena) ->
                        TC_DETACH.call(
                                state,
                                pointer(hook(arena, ifindex, attachPoint)),
                                pointer(filter(arena, handle, priority))));
    }

    /** The number of the program that is filter {@code handle} of {@code priority}, if any. */
    public static Optional<Integer> tcQuery(
            int ifindex, int attachPoint, int handle, int priority) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment options = filter(memory, handle, priority);
            Native.call(
                    () -> "bpf_tc_query(device " + ifindex + ")",
                    (state, arena) ->
                            TC_QUERY.call(
                                    state,
                                    pointer(hook(arena, ifindex, attachPoint)),
                                    pointer(options)));
            return Optional.of(get(TC_OPTIONS, options, "prog_id"));
        } catch (NativeException e) {
            // EINVAL: the device has no clsact; ENODEV: there is no such device.
            if (e.errno() == Errno.ENOENT
                    || e.errno() == Errno.EINVAL
                    || e.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The numbers of the programs bound to something, in the order in which they run.
     *
     * @param target number of a device, or the descriptor of a cgroup, as the type wants it
     */
    public static List<Integer> programsOf(int target, int attachType) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment options = sized(memory, QUERY_OPTIONS);
            MemorySegment ids = memory.allocate(INT, MOST_PROGRAMS);
            setPointer(QUERY_OPTIONS, options, "prog_ids", ids);
            set(QUERY_OPTIONS, options, "prog_cnt", MOST_PROGRAMS);
            Native.call(
                    () -> "bpf_prog_query_opts(" + target + ", " + attachType + ")",
                    (state, _) -> PROG_QUERY.call(state, target, attachType, pointer(options)));
            List<Integer> programs = new ArrayList<>();
            for (int i = 0; i < get(QUERY_OPTIONS, options, "prog_cnt"); i++) {
                programs.add(ids.getAtIndex(INT, i));
            }
            return List.copyOf(programs);
        }
    }

    private static MemorySegment hook(Arena arena, int ifindex, int attachPoint) {
        MemorySegment hook = sized(arena, TC_HOOK);
        set(TC_HOOK, hook, "ifindex", ifindex);
        set(TC_HOOK, hook, "attach_point", attachPoint);
        return hook;
    }

    private static MemorySegment filter(Arena arena, int handle, int priority) {
        MemorySegment options = sized(arena, TC_OPTIONS);
        set(TC_OPTIONS, options, "handle", handle);
        set(TC_OPTIONS, options, "priority", priority);
        return options;
    }

    private static MemorySegment sized(Arena arena, StructLayout layout) {
        MemorySegment options = arena.allocate(layout);
        options.set(LONG, 0, layout.byteSize());
        return options;
    }

    private static void set(StructLayout layout, MemorySegment struct, String field, int value) {
        struct.set(INT, layout.byteOffset(PathElement.groupElement(field)), value);
    }

    private static int get(StructLayout layout, MemorySegment struct, String field) {
        return struct.get(INT, layout.byteOffset(PathElement.groupElement(field)));
    }

    private static void setPointer(
            StructLayout layout, MemorySegment struct, String field, MemorySegment value) {
        struct.set(ValueLayout.ADDRESS, layout.byteOffset(PathElement.groupElement(field)), value);
    }
}
