package naru.linux.bpf;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import naru.linux.ffi.LibBpf;
import naru.linux.ffi.LibC;
import naru.linux.ffi.NativeException;
import naru.linux.layout.BtfFile;
import naru.linux.layout.ElfFile;
import naru.linux.layout.FlatShape;

/**
 * An object file on its way into the kernel: open, set constants, load, take maps and programs,
 * close. What was taken or pinned outlives it.
 */
public final class BpfObject implements AutoCloseable {

    private static final String CONSTANTS = ".rodata";

    private final String name;
    private final ElfFile elf;
    private final byte[] bytes;
    private final MemorySegment object;
    private final Map<String, MemorySegment> maps = new LinkedHashMap<>();
    private final Map<String, MemorySegment> programs = new LinkedHashMap<>();
    private byte[] constants = {};
    private boolean closed;

    private BpfObject(String name, byte[] bytes, Path pinRoot) {
        this.name = name;
        this.elf = new ElfFile(bytes);
        this.bytes = bytes;
        this.object = LibBpf.objectOpen(name, bytes, pinRoot.toString());
        LibBpf.forEachMap(object, map -> maps.put(LibBpf.mapName(map), map));
        LibBpf.forEachProgram(
                object, program -> programs.put(LibBpf.programName(program), program));
        elf.section(CONSTANTS).ifPresent(section -> constants = elf.content(section));
    }

    /**
     * Reads an object file; nothing is in the kernel yet.
     *
     * @param name for messages; the first characters become part of the kernel's names
     * @param pinRoot folder in a bpf file system: maps that say LIBBPF_PIN_BY_NAME are shared
     *     through their pins there
     */
    public static BpfObject open(String name, byte[] bytes, Path pinRoot) {
        LibBpf.takePrinted();
        try {
            return new BpfObject(name, bytes, pinRoot);
        } catch (NativeException e) {
            throw VerifierException.of(name, e, LibBpf.takePrinted());
        }
    }

    /**
     * Gives a {@code const volatile} variable its value, before {@link #load}.
     *
     * @param value all bytes of the variable
     */
    public void setConstant(String variable, byte[] value) {
        ElfFile.Symbol symbol =
                elf.symbol(variable)
                        .filter(found -> found.section().name().equals(CONSTANTS))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                name + " has no constant " + variable));
        if (symbol.size() != value.length) {
            throw new IllegalArgumentException(
                    "constant %s of %s has %d bytes, not %d"
                            .formatted(variable, name, symbol.size(), value.length));
        }
        System.arraycopy(value, 0, constants, symbol.offset(), value.length);
    }

    /** What the maps that are pinned by name are like, by name, as far as the kernel keeps it. */
    public Map<String, MapShape> pinnedShapes() {
        BtfFile types = types();
        Map<String, MapShape> shapes = new LinkedHashMap<>();
        maps.forEach(
                (map, pointer) -> {
                    if (!LibBpf.mapPinPath(pointer).isEmpty()) {
                        shapes.put(map, shape(pointer, types));
                    }
                });
        return shapes;
    }

    private static MapShape shape(MemorySegment map, BtfFile types) {
        int type = LibBpf.mapType(map);
        boolean kept = type != MapInfo.QUEUE && type != MapInfo.RING_BUFFER;
        return new MapShape(
                type,
                LibBpf.mapKeySize(map),
                LibBpf.mapValueSize(map),
                LibBpf.mapMaxEntries(map),
                LibBpf.mapFlags(map),
                kept ? types.flat(LibBpf.mapKeyType(map)) : FlatShape.NONE,
                kept ? types.flat(LibBpf.mapValueType(map)) : FlatShape.NONE);
    }

    /** The types that the object was compiled with. */
    public BtfFile types() {
        return new BtfFile(bytes);
    }

    /** Changes the room of a map, before {@link #load}. */
    public void setMaxEntries(String map, int entries) {
        LibBpf.mapSetMaxEntries(mapPointer(map), entries);
    }

    /**
     * Makes its maps, or uses those that are pinned, and loads its programs.
     *
     * @throws PinMismatchException if a pinned map has another shape
     * @throws VerifierException if the kernel refuses a program
     */
    public void load() {
        maps.forEach(
                (map, pointer) -> {
                    if (map.endsWith(CONSTANTS)) {
                        LibBpf.mapSetInitialValue(pointer, constants);
                    } else {
                        checkPin(pointer);
                    }
                });
        LibBpf.takePrinted();
        try {
            LibBpf.objectLoad(object);
        } catch (NativeException e) {
            throw VerifierException.of(name, e, LibBpf.takePrinted());
        }
    }

    private static void checkPin(MemorySegment map) {
        Path pin = Path.of(LibBpf.mapPinPath(map));
        if (pin.toString().isEmpty() || !Files.exists(pin)) {
            return;
        }
        try (BpfMap pinned = BpfMap.open(pin)) {
            MapInfo info = pinned.info();
            compare(pin, "type", info.type(), LibBpf.mapType(map));
            compare(pin, "key size", info.keySize(), LibBpf.mapKeySize(map));
            compare(pin, "value size", info.valueSize(), LibBpf.mapValueSize(map));
            compare(pin, "max_entries", info.maxEntries(), LibBpf.mapMaxEntries(map));
            compare(pin, "flags", info.flags(), LibBpf.mapFlags(map));
        }
    }

    private static void compare(Path pin, String what, int pinned, int wanted) {
        if (pinned != wanted) {
            throw new PinMismatchException(pin, what, pinned, wanted);
        }
    }

    /** A loaded map, with a descriptor of its own. */
    public BpfMap map(String map) {
        return new BpfMap(LibC.duplicate(LibBpf.mapFd(mapPointer(map))));
    }

    /** A loaded program, with a descriptor of its own. */
    public BpfProgram program(String program) {
        MemorySegment pointer = programs.get(program);
        if (pointer == null) {
            throw new IllegalArgumentException(
                    name + " has no program " + program + ", only " + programs.keySet());
        }
        return new BpfProgram(LibC.duplicate(LibBpf.programFd(pointer)));
    }

    private MemorySegment mapPointer(String map) {
        MemorySegment pointer = maps.get(map);
        if (pointer == null) {
            throw new IllegalArgumentException(
                    name + " has no map " + map + ", only " + maps.keySet());
        }
        return pointer;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            LibBpf.objectClose(object);
        }
    }
}
