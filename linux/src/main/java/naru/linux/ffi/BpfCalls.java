package naru.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static naru.linux.ffi.LibBpfLibrary.bind;
import static naru.linux.ffi.Native.INT;
import static naru.linux.ffi.Native.pointer;
import static naru.linux.ffi.Native.string;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The bpf(2) calls on maps, pins and numbers. Keys and values are bytes as C lays them out. */
public final class BpfCalls {

    /** Flags of {@link #mapUpdate}. */
    public static final long BPF_ANY = 0;

    public static final long BPF_NOEXIST = 1;

    private static final NativeFunction LOOKUP = bind("bpf_map_lookup_elem");
    private static final NativeFunction UPDATE = bind("bpf_map_update_elem");
    private static final NativeFunction DELETE = bind("bpf_map_delete_elem");
    private static final NativeFunction NEXT_KEY = bind("bpf_map_get_next_key");
    private static final NativeFunction LOOKUP_BATCH = bind("bpf_map_lookup_batch");
    private static final NativeFunction UPDATE_BATCH = bind("bpf_map_update_batch");
    private static final NativeFunction DELETE_BATCH = bind("bpf_map_delete_batch");
    private static final NativeFunction PIN = bind("bpf_obj_pin");
    private static final NativeFunction GET = bind("bpf_obj_get");
    private static final NativeFunction INFO = bind("bpf_obj_get_info_by_fd");
    private static final NativeFunction PROGRAM_BY_ID = bind("bpf_prog_get_fd_by_id");
    private static final NativeFunction MAP_BY_ID = bind("bpf_map_get_fd_by_id");
    private static final NativeFunction BTF_BY_ID = bind("bpf_btf_get_fd_by_id");
    private static final NativeFunction POSSIBLE_CPUS = bind("libbpf_num_possible_cpus");

    private BpfCalls() {}

    /** How many values a per-CPU map has for each key. */
    public static int possibleCpus() {
        return Native.call(
                () -> "libbpf_num_possible_cpus", (state, _) -> POSSIBLE_CPUS.call(state));
    }

    /** Writes the value of {@code key} into {@code value}; ENOENT if there is none. */
    public static void mapLookup(int map, MemorySegment key, MemorySegment value) {
        Native.call(
                () -> "bpf_map_lookup_elem",
                (state, _) -> LOOKUP.call(state, map, pointer(key), pointer(value)));
    }

    public static void mapUpdate(int map, MemorySegment key, MemorySegment value, long flags) {
        Native.call(
                () -> "bpf_map_update_elem",
                (state, _) -> UPDATE.call(state, map, pointer(key), pointer(value), flags));
    }

    public static void mapDelete(int map, MemorySegment key) {
        Native.call(
                () -> "bpf_map_delete_elem", (state, _) -> DELETE.call(state, map, pointer(key)));
    }

    /** Writes the key after {@code key} (NULL: the first) into {@code next}; ENOENT at the end. */
    public static void mapNextKey(int map, MemorySegment key, MemorySegment next) {
        Native.call(
                () -> "bpf_map_get_next_key",
                (state, _) -> NEXT_KEY.call(state, map, pointer(key), pointer(next)));
    }

    /**
     * Reads many entries. ENOENT says that these were the last, and is no error here.
     *
     * @param from NULL at first, then what {@code to} was
     * @param count room on entry, entries read on return
     * @return true if there may be more
     */
    public static boolean mapLookupBatch(
            int map,
            MemorySegment from,
            MemorySegment to,
            MemorySegment keys,
            MemorySegment values,
            MemorySegment count) {
        return Native.call(
                        () -> "bpf_map_lookup_batch",
                        (state, _) -> {
                            int result =
                                    LOOKUP_BATCH.call(
                                            state,
                                            map,
                                            pointer(from),
                                            pointer(to),
                                            pointer(keys),
                                            pointer(values),
                                            pointer(count),
                                            0);
                            if (result >= 0) {
                                return 1;
                            }
                            return Native.errno(state) == Errno.ENOENT ? 0 : result;
                        })
                == 1;
    }

    /** {@code count}: entries on entry, entries written on return, also after an error. */
    public static void mapUpdateBatch(
            int map, MemorySegment keys, MemorySegment values, MemorySegment count) {
        Native.call(
                () -> "bpf_map_update_batch",
                (state, _) ->
                        UPDATE_BATCH.call(
                                state, map, pointer(keys), pointer(values), pointer(count), 0));
    }

    /** {@code count}: keys on entry, keys deleted on return, also after an error. */
    public static void mapDeleteBatch(int map, MemorySegment keys, MemorySegment count) {
        Native.call(
                () -> "bpf_map_delete_batch",
                (state, _) -> DELETE_BATCH.call(state, map, pointer(keys), pointer(count), 0));
    }

    /** Gives a map, program or link a name in a bpf file system; it lives as long as the name. */
    public static void pin(int object, String path) {
        Native.call(
                () -> "bpf_obj_pin(" + path + ")",
                (state, arena) -> PIN.call(state, object, string(arena, path)));
    }

    public static Descriptor openPin(String path) {
        return new Descriptor(
                Native.call(
                        () -> "bpf_obj_get(" + path + ")",
                        (state, arena) -> GET.call(state, string(arena, path))));
    }

    /** Fills {@code info}, a zeroed struct bpf_{map,prog,link}_info, as far as the kernel can. */
    public static void info(int object, MemorySegment info) {
        Native.call(
                () -> "bpf_obj_get_info_by_fd",
                (state, arena) ->
                        INFO.call(
                                state,
                                object,
                                pointer(info),
                                pointer(arena.allocateFrom(INT, (int) info.byteSize()))));
    }

    public static Descriptor programById(int id) {
        return new Descriptor(
                Native.call(
                        () -> "bpf_prog_get_fd_by_id(" + id + ")",
                        (state, _) -> PROGRAM_BY_ID.call(state, id)));
    }

    public static Descriptor mapById(int id) {
        return new Descriptor(
                Native.call(
                        () -> "bpf_map_get_fd_by_id(" + id + ")",
                        (state, _) -> MAP_BY_ID.call(state, id)));
    }

    /** Type information by its number; its bytes are what {@link #info} leaves where it is told. */
    public static Descriptor btfById(int id) {
        return new Descriptor(
                Native.call(
                        () -> "bpf_btf_get_fd_by_id(" + id + ")",
                        (state, _) -> BTF_BY_ID.call(state, id)));
    }

    /** Copies bytes to where C can read them. */
    public static MemorySegment bytes(Arena arena, byte[] bytes) {
        MemorySegment copy = arena.allocate(Math.max(bytes.length, 1), 8);
        MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
        return copy;
    }
}
