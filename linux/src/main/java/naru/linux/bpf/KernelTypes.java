package naru.linux.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import naru.linux.ffi.BpfCalls;
import naru.linux.ffi.Descriptor;
import naru.linux.layout.BtfFile;

/** The type information that maps were made with, as the kernel keeps it. One thread. */
public final class KernelTypes {

    private static final StructLayout INFO =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_LONG.withName("btf"),
                    ValueLayout.JAVA_INT.withName("btf_size"),
                    ValueLayout.JAVA_INT.withName("id"));

    private final Map<Integer, BtfFile> known = new HashMap<>();

    /**
     * Reads each only once.
     *
     * @param id as {@link MapInfo#btf}
     */
    public BtfFile byId(int id) {
        return known.computeIfAbsent(id, KernelTypes::read);
    }

    private static BtfFile read(int id) {
        try (Arena arena = Arena.ofConfined();
                Descriptor btf = BpfCalls.btfById(id)) {
            MemorySegment info = arena.allocate(INFO);
            BpfCalls.info(btf.number(), info);
            int size = info.get(ValueLayout.JAVA_INT, offset("btf_size"));
            MemorySegment bytes = arena.allocate(size, 8);
            info.fill((byte) 0);
            info.set(ValueLayout.JAVA_LONG, offset("btf"), bytes.address());
            info.set(ValueLayout.JAVA_INT, offset("btf_size"), size);
            BpfCalls.info(btf.number(), info);
            return BtfFile.ofKernel(bytes.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private static long offset(String field) {
        return INFO.byteOffset(PathElement.groupElement(field));
    }
}
