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
 * @param btf number of the type information that it was made with; 0: none
 * @param keyType number of its key's type in that; 0: not said
 * @param valueType number of its value's type in that; 0: not said
 */
public record MapInfo(
        int type,
        int id,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        String name,
        int btf,
        int keyType,
        int valueType) {

    static final int PERCPU_HASH = 5;
    static final int PERCPU_ARRAY = 6;
    static final int LRU_PERCPU_HASH = 10;
    static final int QUEUE = 22;
    static final int RING_BUFFER = 27;

    private static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_INT.withName("type"),
                    ValueLayout.JAVA_INT.withName("id"),
                    ValueLayout.JAVA_INT.withName("key_size"),
                    ValueLayout.JAVA_INT.withName("value_size"),
                    ValueLayout.JAVA_INT.withName("max_entries"),
                    ValueLayout.JAVA_INT.withName("map_flags"),
                    MemoryLayout.sequenceLayout(16, ValueLayout.JAVA_BYTE).withName("name"),
                    MemoryLayout.sequenceLayout(6, ValueLayout.JAVA_INT).withName("unused"),
                    ValueLayout.JAVA_INT.withName("btf_id"),
                    ValueLayout.JAVA_INT.withName("btf_key_type_id"),
                    ValueLayout.JAVA_INT.withName("btf_value_type_id"),
                    ValueLayout.JAVA_INT.withName("unused_too"));

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
                    info.getString(LAYOUT.byteOffset(PathElement.groupElement("name"))),
                    field(info, "btf_id"),
                    field(info, "btf_key_type_id"),
                    field(info, "btf_value_type_id"));
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
