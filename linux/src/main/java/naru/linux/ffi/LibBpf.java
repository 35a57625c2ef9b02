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
import java.util.function.Consumer;

/**
 * libbpf's objects: an ELF file opened, its maps and programs, and loading them into the kernel. A
 * {@code MemorySegment} here is a pointer of the library, good until {@link #objectClose}.
 */
public final class LibBpf {

    private static final long PATH_MAX = 4096;
    private static final StructLayout OPEN_OPTIONS =
            MemoryLayout.structLayout(
                    LONG.withName("sz"),
                    POINTER.withName("object_name"),
                    ValueLayout.JAVA_BOOLEAN.withName("relaxed_maps"),
                    MemoryLayout.paddingLayout(7),
                    POINTER.withName("pin_root_path"),
                    INT.withName("unused"),
                    MemoryLayout.paddingLayout(4),
                    POINTER.withName("kconfig"),
                    POINTER.withName("btf_custom_path"),
                    POINTER.withName("kernel_log_buf"),
                    LONG.withName("kernel_log_size"),
                    INT.withName("kernel_log_level"),
                    MemoryLayout.paddingLayout(4));

    private static final NativeFunction OPEN_MEM = bind("bpf_object__open_mem");
    private static final NativeFunction LOAD = bind("bpf_object__load");
    private static final NativeFunction CLOSE = bind("bpf_object__close");
    private static final NativeFunction NEXT_MAP = bind("bpf_object__next_map");
    private static final NativeFunction NEXT_PROGRAM = bind("bpf_object__next_program");
    private static final NativeFunction MAP_NAME = bind("bpf_map__name");
    private static final NativeFunction MAP_PIN_PATH = bind("bpf_map__pin_path");
    private static final NativeFunction MAP_FD = bind("bpf_map__fd");
    private static final NativeFunction MAP_TYPE = bind("bpf_map__type");
    private static final NativeFunction MAP_FLAGS = bind("bpf_map__map_flags");
    private static final NativeFunction MAP_KEY_SIZE = bind("bpf_map__key_size");
    private static final NativeFunction MAP_VALUE_SIZE = bind("bpf_map__value_size");
    private static final NativeFunction MAP_MAX_ENTRIES = bind("bpf_map__max_entries");
    private static final NativeFunction MAP_KEY_TYPE = bind("bpf_map__btf_key_type_id");
    private static final NativeFunction MAP_VALUE_TYPE = bind("bpf_map__btf_value_type_id");
    private static final NativeFunction MAP_SET_MAX_ENTRIES = bind("bpf_map__set_max_entries");
    private static final NativeFunction MAP_SET_INITIAL_VALUE = bind("bpf_map__set_initial_value");
    private static final NativeFunction PROGRAM_NAME = bind("bpf_program__name");
    private static final NativeFunction PROGRAM_FD = bind("bpf_program__fd");

    private LibBpf() {}

    /** What libbpf printed in this thread since the last call of this: warnings, verifier log. */
    public static String takePrinted() {
        return LibBpfLibrary.takePrinted();
    }

    /**
     * Opens an object; nothing is in the kernel yet.
     *
     * @param pinRoot where maps that are pinned by name have, or get, their pins
     */
    public static MemorySegment objectOpen(String name, byte[] elf, String pinRoot) {
        return Native.callPointer(
                () -> "bpf_object__open_mem(" + name + ")",
                (state, arena) -> {
                    MemorySegment options = arena.allocate(OPEN_OPTIONS);
                    options.set(LONG, 0, OPEN_OPTIONS.byteSize());
                    setPointer(options, "object_name", arena.allocateFrom(name));
                    setPointer(options, "pin_root_path", arena.allocateFrom(pinRoot));
                    MemorySegment bytes = arena.allocate(elf.length, 8);
                    MemorySegment.copy(elf, 0, bytes, ValueLayout.JAVA_BYTE, 0, elf.length);
                    return OPEN_MEM.callLong(state, pointer(bytes), elf.length, pointer(options));
                });
    }

    /** Makes or reuses the maps, and loads the programs. */
    public static void objectLoad(MemorySegment object) {
        Native.call(() -> "bpf_object__load", (state, _) -> LOAD.call(state, pointer(object)));
    }

    /** Frees the object with its descriptors; what is pinned or attached stays. */
    public static void objectClose(MemorySegment object) {
        try (Arena arena = Arena.ofConfined()) {
            CLOSE.callLong(Native.callState(arena), pointer(object)); // returns nothing
        }
    }

    public static void forEachMap(MemorySegment object, Consumer<MemorySegment> action) {
        forEach(NEXT_MAP, object, action);
    }

    public static void forEachProgram(MemorySegment object, Consumer<MemorySegment> action) {
        forEach(NEXT_PROGRAM, object, action);
    }

    private static void forEach(
            NativeFunction next, MemorySegment object, Consumer<MemorySegment> action) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Native.callState(arena);
            long member = next.callLong(state, pointer(object), 0);
            while (member != 0) {
                action.accept(MemorySegment.ofAddress(member));
                member = next.callLong(state, pointer(object), member);
            }
        }
    }

    public static String mapName(MemorySegment map) {
        return string(MAP_NAME, map);
    }

    /** Empty if the map is not to be pinned. */
    public static String mapPinPath(MemorySegment map) {
        return string(MAP_PIN_PATH, map);
    }

    /** The descriptor of a loaded map; it stays the object's. */
    public static int mapFd(MemorySegment map) {
        return number(MAP_FD, map, "bpf_map__fd");
    }

    public static int mapType(MemorySegment map) {
        return number(MAP_TYPE, map, "bpf_map__type");
    }

    public static int mapFlags(MemorySegment map) {
        return number(MAP_FLAGS, map, "bpf_map__map_flags");
    }

    /** In bytes. */
    public static int mapKeySize(MemorySegment map) {
        return number(MAP_KEY_SIZE, map, "bpf_map__key_size");
    }

    /** In bytes. */
    public static int mapValueSize(MemorySegment map) {
        return number(MAP_VALUE_SIZE, map, "bpf_map__value_size");
    }

    public static int mapMaxEntries(MemorySegment map) {
        return number(MAP_MAX_ENTRIES, map, "bpf_map__max_entries");
    }

    /** Number of the key's type in the object's type information; 0: it has none. */
    public static int mapKeyType(MemorySegment map) {
        return number(MAP_KEY_TYPE, map, "bpf_map__btf_key_type_id");
    }

    /** Number of the value's type in the object's type information; 0: it has none. */
    public static int mapValueType(MemorySegment map) {
        return number(MAP_VALUE_TYPE, map, "bpf_map__btf_value_type_id");
    }

    /** Before loading only. */
    public static void mapSetMaxEntries(MemorySegment map, int entries) {
        Native.call(
                () -> "bpf_map__set_max_entries",
                (state, _) -> MAP_SET_MAX_ENTRIES.call(state, pointer(map), entries));
    }

    /** The whole content of a data section such as .rodata, before loading only. */
    public static void mapSetInitialValue(MemorySegment map, byte[] content) {
        Native.call(
                () -> "bpf_map__set_initial_value(" + mapName(map) + ")",
                (state, arena) ->
                        MAP_SET_INITIAL_VALUE.call(
                                state,
                                pointer(map),
                                pointer(arena.allocateFrom(ValueLayout.JAVA_BYTE, content)),
                                (long) content.length));
    }

    public static String programName(MemorySegment program) {
        return string(PROGRAM_NAME, program);
    }

    /** The descriptor of a loaded program; it stays the object's. */
    public static int programFd(MemorySegment program) {
        return number(PROGRAM_FD, program, "bpf_program__fd");
    }

    private static int number(NativeFunction function, MemorySegment member, String name) {
        return Native.call(() -> name, (state, _) -> function.call(state, pointer(member)));
    }

    private static String string(NativeFunction function, MemorySegment member) {
        try (Arena arena = Arena.ofConfined()) {
            long text = function.callLong(Native.callState(arena), pointer(member));
            return text == 0
                    ? ""
                    : MemorySegment.ofAddress(text).reinterpret(PATH_MAX).getString(0);
        }
    }

    private static void setPointer(MemorySegment options, String field, MemorySegment value) {
        options.set(
                ValueLayout.ADDRESS,
                OPEN_OPTIONS.byteOffset(PathElement.groupElement(field)),
                value);
    }
}
