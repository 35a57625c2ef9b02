package naru.linux.netfilter;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.NativeException;
import naru.linux.ffi.Sockets;

/** A table of legacy iptables as the kernel has it (linux/netfilter_ipv4/ip_tables.h). */
final class LegacyTable {

    /** Of the calling thread's network namespace; asking for one that is not there makes it. */
    private static final Path TABLES = Path.of("/proc/thread-self/net/ip_tables_names");

    private static final int IPPROTO_RAW = 255;
    private static final int SOL_IP = 0;
    private static final int GET_INFO = 64;
    private static final int GET_ENTRIES = 65;
    private static final int NAME = 32;
    private static final int INFO = 84;
    private static final int INFO_SIZE = 80;
    private static final int ENTRIES = 40;
    private static final int ENTRY = 112;
    private static final int ENTRY_NEXT = 90;
    private static final int ENTRY_COUNTERS = 96;

    private LegacyTable() {}

    /** Of all but the counters; another one whenever that is read while somebody writes. */
    static OptionalLong hash(String table) {
        try {
            if (Files.readAllLines(TABLES).stream().noneMatch(table::equals)) {
                return OptionalLong.empty();
            }
        } catch (IOException e) {
            return OptionalLong.empty(); // the kernel has no legacy tables at all
        }
        try (Descriptor socket =
                        Sockets.socket(
                                Sockets.AF_INET,
                                Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC,
                                IPPROTO_RAW);
                Arena arena = Arena.ofConfined()) {
            MemorySegment info = named(arena, table, INFO);
            Sockets.getsockopt(socket, SOL_IP, GET_INFO, info);
            int size = bytes(info).getInt(INFO_SIZE);
            MemorySegment entries = named(arena, table, ENTRIES + size);
            bytes(entries).putInt(NAME, size);
            Sockets.getsockopt(socket, SOL_IP, GET_ENTRIES, entries);
            return OptionalLong.of(hash(bytes(entries.asSlice(ENTRIES))));
        } catch (NativeException e) {
            return OptionalLong.of(System.nanoTime());
        }
    }

    private static MemorySegment named(Arena arena, String table, int size) {
        MemorySegment value = arena.allocate(size, 8);
        MemorySegment.copy(
                MemorySegment.ofArray(table.getBytes(StandardCharsets.US_ASCII)),
                0,
                value,
                0,
                table.length());
        return value;
    }

    private static ByteBuffer bytes(MemorySegment memory) {
        return memory.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    private static long hash(ByteBuffer entries) {
        long hash = entries.limit();
        int start = 0;
        while (start + ENTRY <= entries.limit()) {
            int next = start + Short.toUnsignedInt(entries.getShort(start + ENTRY_NEXT));
            for (int at = start; at < Math.min(next, entries.limit()); at++) {
                if (at < start + ENTRY_COUNTERS || at >= start + ENTRY) {
                    hash = hash * 31 + entries.get(at);
                }
            }
            start = Math.max(next, start + ENTRY);
        }
        return hash;
    }
}
