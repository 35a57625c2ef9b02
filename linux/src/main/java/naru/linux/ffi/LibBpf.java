package naru.linux.ffi;

import static naru.linux.ffi.LibBpfLibrary.bind;
import static naru.linux.ffi.Native.INT;
import static naru.linux.ffi.Native.LONG;
import static naru.linux.ffi.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
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

    private static final MethodHandle OPEN_MEM =
            bind("bpf_object__open_mem", POINTER, POINTER, LONG, POINTER);
    private static final MethodHandle LOAD = bind("bpf_object__load", INT, POINTER);
    private static final MethodHandle CLOSE =
            Native.bindVoid(LibBpfLibrary.LIBRARY, "bpf_object__close", POINTER);
    private static final MethodHandle NEXT_MAP =
            bind("bpf_object__next_map", POINTER, POINTER, POINTER);
    private static final MethodHandle NEXT_PROGRAM =
            bind("bpf_object__next_program", POINTER, POINTER, POINTER);
    private static final MethodHandle MAP_NAME = bind("bpf_map__name", POINTER, POINTER);
    private static final MethodHandle MAP_PIN_PATH = bind("bpf_map__pin_path", POINTER, POINTER);
    private static final MethodHandle MAP_FD = bind("bpf_map__fd", INT, POINTER);
    private static final MethodHandle MAP_TYPE = bind("bpf_map__type", INT, POINTER);
    private static final MethodHandle MAP_FLAGS = bind("bpf_map__map_flags", INT, POINTER);
    private static final MethodHandle MAP_KEY_SIZE = bind("bpf_map__key_size", INT, POINTER);
    private static final MethodHandle MAP_VALUE_SIZE = bind("bpf_map__value_size", INT, POINTER);
    private static final MethodHandle MAP_MAX_ENTRIES = bind("bpf_map__max_entries", INT, POINTER);
    private static final MethodHandle MAP_SET_MAX_ENTRIES =
            bind("bpf_map__set_max_entries", INT, POINTER, INT);
    private static final MethodHandle MAP_SET_INITIAL_VALUE =
            bind("bpf_map__set_initial_value", INT, POINTER, POINTER, LONG);
    private static final MethodHandle PROGRAM_NAME = bind("bpf_program__name", POINTER, POINTER);
    private static final MethodHandle PROGRAM_FD = bind("bpf_program__fd", INT, POINTER);

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
                    return (MemorySegment)
                            OPEN_MEM.invokeExact(state, bytes, (long) elf.length, options);
                });
    }

    /** Makes or reuses the maps, and loads the programs. */
    public static void objectLoad(MemorySegment object) {
        Native.call(() -> "bpf_object__load", (state, _) -> (int) LOAD.invokeExact(state, object));
    }

    /** Frees the object with its descriptors; what is pinned or attached stays. */
    public static void objectClose(MemorySegment object) {
        try {
            CLOSE.invokeExact(object);
        } catch (Throwable e) {
            throw Native.wrongBinding(e);
        }
    }

    public static void forEachMap(MemorySegment object, Consumer<MemorySegment> action) {
        forEach(NEXT_MAP, object, action);
    }

    public static void forEachProgram(MemorySegment object, Consumer<MemorySegment> action) {
        forEach(NEXT_PROGRAM, object, action);
    }

    private static void forEach(
            MethodHandle next, MemorySegment object, Consumer<MemorySegment> action) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Native.callState(arena);
            MemorySegment member = MemorySegment.NULL;
            while (true) {
                member = (MemorySegment) next.invokeExact(state, object, member);
                if (member.address() == 0) {
                    return;
                }
                action.accept(member);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw Native.wrongBinding(e);
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

    /** Before loading only. */
    public static void mapSetMaxEntries(MemorySegment map, int entries) {
        Native.call(
                () -> "bpf_map__set_max_entries",
                (state, _) -> (int) MAP_SET_MAX_ENTRIES.invokeExact(state, map, entries));
    }

    /** The whole content of a data section such as .rodata, before loading only. */
    public static void mapSetInitialValue(MemorySegment map, byte[] content) {
        Native.call(
                () -> "bpf_map__set_initial_value(" + mapName(map) + ")",
                (state, arena) ->
                        (int)
                                MAP_SET_INITIAL_VALUE.invokeExact(
                                        state,
                                        map,
                                        arena.allocateFrom(ValueLayout.JAVA_BYTE, content),
                                        (long) content.length));
    }

    public static String programName(MemorySegment program) {
        return string(PROGRAM_NAME, program);
    }

    /** The descriptor of a loaded program; it stays the object's. */
    public static int programFd(MemorySegment program) {
        return number(PROGRAM_FD, program, "bpf_program__fd");
    }

    private static int number(MethodHandle function, MemorySegment member, String name) {
        return Native.call(() -> name, (state, _) -> (int) function.invokeExact(state, member));
    }

    private static String string(MethodHandle function, MemorySegment member) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text =
                    (MemorySegment) function.invokeExact(Native.callState(arena), member);
            return text.address() == 0 ? "" : text.reinterpret(PATH_MAX).getString(0);
        } catch (Throwable e) {
            throw Native.wrongBinding(e);
        }
    }

    private static void setPointer(MemorySegment options, String field, MemorySegment value) {
        options.set(
                ValueLayout.ADDRESS,
                OPEN_OPTIONS.byteOffset(PathElement.groupElement(field)),
                value);
    }
}
