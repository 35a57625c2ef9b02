package naru.linux.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import naru.linux.ffi.BpfCalls;

/**
 * What the kernel says of a map.
 *
 * @param type BPF_MAP_TYPE_*
 * @param id its number in the kernel
 * @param keySize bytes
 * @param valueSize bytes, of one CPU's value
 * @param maxEntries entries that fit; a ring buffer: bytes
 * @param flags BPF_F_*
 * @param name at most 15 characters of its name in C
 */
public record MapInfo(
        int type, int id, int keySize, int valueSize, int maxEntries, int flags, String name) {

    static final int PERCPU_HASH = 5;
    static final int PERCPU_ARRAY = 6;
    static final int LRU_PERCPU_HASH = 10;
    static final int LPM_TRIE = 11;

    private static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_INT.withName("type"),
                    ValueLayout.JAVA_INT.withName("id"),
                    ValueLayout.JAVA_INT.withName("key_size"),
                    ValueLayout.JAVA_INT.withName("value_size"),
                    ValueLayout.JAVA_INT.withName("max_entries"),
                    ValueLayout.JAVA_INT.withName("map_flags"),
                    MemoryLayout.sequenceLayout(16, ValueLayout.JAVA_BYTE).withName("name"));

    static MapInfo of(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(LAYOUT);
            BpfCalls.info(descriptor, info);
            return new MapInfo(
                    field(info, "type"),
                    field(info, "id"),
                    field(info, "key_size"),
                    field(info, "value_size"),
                    field(info, "max_entries"),
                    field(info, "map_flags"),
                    info.getString(LAYOUT.byteOffset(PathElement.groupElement("name"))));
        }
    }

    private static int field(MemorySegment info, String name) {
        return info.get(ValueLayout.JAVA_INT, LAYOUT.byteOffset(PathElement.groupElement(name)));
    }

    /** True if each key has a value for each CPU. */
    public boolean perCpu() {
        return type == PERCPU_HASH || type == PERCPU_ARRAY || type == LRU_PERCPU_HASH;
    }
}
