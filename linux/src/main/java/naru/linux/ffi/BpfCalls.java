package naru.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static naru.linux.ffi.LibBpfLibrary.bind;
import static naru.linux.ffi.Native.INT;
import static naru.linux.ffi.Native.LONG;
import static naru.linux.ffi.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** The bpf(2) calls on maps, pins and numbers. Keys and values are bytes as C lays them out. */
public final class BpfCalls {

    /** Flags of {@link #mapUpdate}. */
    public static final long BPF_ANY = 0;

    public static final long BPF_NOEXIST = 1;
    public static final long BPF_EXIST = 2;

    private static final MethodHandle LOOKUP =
            bind("bpf_map_lookup_elem", INT, INT, POINTER, POINTER);
    private static final MethodHandle UPDATE =
            bind("bpf_map_update_elem", INT, INT, POINTER, POINTER, LONG);
    private static final MethodHandle DELETE = bind("bpf_map_delete_elem", INT, INT, POINTER);
    private static final MethodHandle NEXT_KEY =
            bind("bpf_map_get_next_key", INT, INT, POINTER, POINTER);
    private static final MethodHandle LOOKUP_BATCH =
            bind(
                    "bpf_map_lookup_batch",
                    INT,
                    INT,
                    POINTER,
                    POINTER,
                    POINTER,
                    POINTER,
                    POINTER,
                    POINTER);
    private static final MethodHandle UPDATE_BATCH =
            bind("bpf_map_update_batch", INT, INT, POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle DELETE_BATCH =
            bind("bpf_map_delete_batch", INT, INT, POINTER, POINTER, POINTER);
    private static final MethodHandle PIN = bind("bpf_obj_pin", INT, INT, POINTER);
    private static final MethodHandle GET = bind("bpf_obj_get", INT, POINTER);
    private static final MethodHandle INFO =
            bind("bpf_obj_get_info_by_fd", INT, INT, POINTER, POINTER);
    private static final MethodHandle PROGRAM_BY_ID = bind("bpf_prog_get_fd_by_id", INT, INT);
    private static final MethodHandle MAP_BY_ID = bind("bpf_map_get_fd_by_id", INT, INT);
    private static final MethodHandle LINK_BY_ID = bind("bpf_link_get_fd_by_id", INT, INT);
    private static final MethodHandle NEXT_LINK_ID =
            bind("bpf_link_get_next_id", INT, INT, POINTER);
    private static final MethodHandle POSSIBLE_CPUS = bind("libbpf_num_possible_cpus", INT);

    private BpfCalls() {}

    /** How many values a per-CPU map has for each key. */
    public static int possibleCpus() {
        return Native.call(
                () -> "libbpf_num_possible_cpus",
                (state, _) -> (int) POSSIBLE_CPUS.invokeExact(state));
    }

    /** Writes the value of {@code key} into {@code value}; ENOENT if there is none. */
    public static void mapLookup(int map, MemorySegment key, MemorySegment value) {
        Native.call(
                () -> "bpf_map_lookup_elem",
                (state, _) -> (int) LOOKUP.invokeExact(state, map, key, value));
    }

    public static void mapUpdate(int map, MemorySegment key, MemorySegment value, long flags) {
        Native.call(
                () -> "bpf_map_update_elem",
                (state, _) -> (int) UPDATE.invokeExact(state, map, key, value, flags));
    }

    public static void mapDelete(int map, MemorySegment key) {
        Native.call(
                () -> "bpf_map_delete_elem",
                (state, _) -> (int) DELETE.invokeExact(state, map, key));
    }

    /** Writes the key after {@code key} (NULL: the first) into {@code next}; ENOENT at the end. */
    public static void mapNextKey(int map, MemorySegment key, MemorySegment next) {
        Native.call(
                () -> "bpf_map_get_next_key",
                (state, _) -> (int) NEXT_KEY.invokeExact(state, map, key, next));
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
                                    (int)
                                            LOOKUP_BATCH.invokeExact(
                                                    state,
                                                    map,
                                                    from,
                                                    to,
                                                    keys,
                                                    values,
                                                    count,
                                                    MemorySegment.NULL);
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
                        (int)
                                UPDATE_BATCH.invokeExact(
                                        state, map, keys, values, count, MemorySegment.NULL));
    }

    /** {@code count}: keys on entry, keys deleted on return, also after an error. */
    public static void mapDeleteBatch(int map, MemorySegment keys, MemorySegment count) {
        Native.call(
                () -> "bpf_map_delete_batch",
                (state, _) ->
                        (int)
                                DELETE_BATCH.invokeExact(
                                        state, map, keys, count, MemorySegment.NULL));
    }

    /** Gives a map, program or link a name in a bpf file system; it lives as long as the name. */
    public static void pin(int object, String path) {
        Native.call(
                () -> "bpf_obj_pin(" + path + ")",
                (state, arena) -> (int) PIN.invokeExact(state, object, arena.allocateFrom(path)));
    }

    public static Descriptor openPin(String path) {
        return new Descriptor(
                Native.call(
                        () -> "bpf_obj_get(" + path + ")",
                        (state, arena) -> (int) GET.invokeExact(state, arena.allocateFrom(path))));
    }

    /** Fills {@code info}, a zeroed struct bpf_{map,prog,link}_info, as far as the kernel can. */
    public static void info(int object, MemorySegment info) {
        Native.call(
                () -> "bpf_obj_get_info_by_fd",
                (state, arena) ->
                        (int)
                                INFO.invokeExact(
                                        state,
                                        object,
                                        info,
                                        arena.allocateFrom(INT, (int) info.byteSize())));
    }

    public static Descriptor programById(int id) {
        return new Descriptor(
                Native.call(
                        () -> "bpf_prog_get_fd_by_id(" + id + ")",
                        (state, _) -> (int) PROGRAM_BY_ID.invokeExact(state, id)));
    }

    public static Descriptor mapById(int id) {
        return new Descriptor(
                Native.call(
                        () -> "bpf_map_get_fd_by_id(" + id + ")",
                        (state, _) -> (int) MAP_BY_ID.invokeExact(state, id)));
    }

    public static Descriptor linkById(int id) {
        return new Descriptor(
                Native.call(
                        () -> "bpf_link_get_fd_by_id(" + id + ")",
                        (state, _) -> (int) LINK_BY_ID.invokeExact(state, id)));
    }

    /** The next number of a link in the kernel after {@code id}, or null. */
    public static @Nullable Integer nextLinkId(int id) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment next = arena.allocate(INT);
            Native.call(
                    () -> "bpf_link_get_next_id",
                    (state, _) -> (int) NEXT_LINK_ID.invokeExact(state, id, next));
            return next.get(INT, 0);
        } catch (NativeException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    /** Copies bytes to where C can read them. */
    public static MemorySegment bytes(Arena arena, byte[] bytes) {
        MemorySegment copy = arena.allocate(Math.max(bytes.length, 1), 8);
        MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
        return copy;
    }
}
