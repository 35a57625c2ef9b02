package naru.linux.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.BiConsumer;
import naru.linux.ffi.BpfCalls;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;

/** Walks through a map: in batches, or key by key where the kernel has no batches for its type. */
final class MapReader {

    /** Far more than a hash bucket ever holds, so that one always fits. */
    private static final int BATCH = 4096;

    private final BpfMap map;
    private final int descriptor;

    private MapReader(BpfMap map) {
        this.map = map;
        this.descriptor = map.descriptor().number();
    }

    static MapReader of(BpfMap map) {
        return new MapReader(map);
    }

    void forEach(BiConsumer<byte[], byte[]> action) {
        try {
            byBatches(action);
        } catch (NativeException e) {
            if (e.errno() != Errno.ENOTSUPP && e.errno() != Errno.EINVAL) {
                throw map.explained(e);
            }
            byKeys(action);
        }
    }

    Optional<byte[]> next(Optional<byte[]> from, int limit, BiConsumer<byte[], byte[]> action) {
        try {
            return nextBatch(from, limit, action);
        } catch (NativeException e) {
            if (e.errno() != Errno.ENOTSUPP && e.errno() != Errno.EINVAL) {
                throw map.explained(e);
            }
            return nextKeys(from, limit, action);
        }
    }

    private Optional<byte[]> nextBatch(
            Optional<byte[]> from, int limit, BiConsumer<byte[], byte[]> action) {
        int keySize = map.info().keySize();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment keys = arena.allocate((long) keySize * limit, 8);
            MemorySegment values = arena.allocate((long) map.valueBytes() * limit, 8);
            MemorySegment count = arena.allocate(JAVA_INT);
            MemorySegment place = arena.allocate(Math.max(keySize, 8), 8);
            MemorySegment start =
                    from.map(key -> BpfCalls.bytes(arena, key)).orElse(MemorySegment.NULL);
            count.set(JAVA_INT, 0, limit);
            boolean more = BpfCalls.mapLookupBatch(descriptor, start, place, keys, values, count);
            for (int i = 0; i < count.get(JAVA_INT, 0); i++) {
                action.accept(slice(keys, keySize, i), slice(values, map.valueBytes(), i));
            }
            return more ? Optional.of(place.toArray(JAVA_BYTE)) : Optional.empty();
        }
    }

    private Optional<byte[]> nextKeys(
            Optional<byte[]> from, int limit, BiConsumer<byte[], byte[]> action) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key =
                    from.map(bytes -> BpfCalls.bytes(arena, bytes)).orElse(MemorySegment.NULL);
            MemorySegment next = arena.allocate(Math.max(map.info().keySize(), 1), 8);
            for (int i = 0; i < limit; i++) {
                BpfCalls.mapNextKey(descriptor, key, next);
                byte[] found = slice(next, map.info().keySize(), 0);
                map.lookup(found).ifPresent(value -> action.accept(found, value));
                key = next;
            }
            return Optional.of(slice(next, map.info().keySize(), 0));
        } catch (NativeException e) {
            if (e.errno() != Errno.ENOENT) {
                throw map.explained(e);
            }
            return Optional.empty();
        }
    }

    private void byBatches(BiConsumer<byte[], byte[]> action) {
        int keySize = map.info().keySize();
        int room = Math.min(BATCH, Math.max(map.info().maxEntries(), 1));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment keys = arena.allocate((long) keySize * room, 8);
            MemorySegment values = arena.allocate((long) map.valueBytes() * room, 8);
            MemorySegment count = arena.allocate(JAVA_INT);
            MemorySegment place = arena.allocate(Math.max(keySize, 8), 8);
            MemorySegment from = MemorySegment.NULL;
            boolean more = true;
            while (more) {
                count.set(JAVA_INT, 0, room);
                more = BpfCalls.mapLookupBatch(descriptor, from, place, keys, values, count);
                for (int i = 0; i < count.get(JAVA_INT, 0); i++) {
                    action.accept(slice(keys, keySize, i), slice(values, map.valueBytes(), i));
                }
                from = place;
            }
        }
    }

    private void byKeys(BiConsumer<byte[], byte[]> action) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = MemorySegment.NULL;
            MemorySegment next = arena.allocate(Math.max(map.info().keySize(), 1), 8);
            while (true) {
                BpfCalls.mapNextKey(descriptor, key, next);
                byte[] found = slice(next, map.info().keySize(), 0);
                map.lookup(found).ifPresent(value -> action.accept(found, value));
                key = next;
            }
        } catch (NativeException e) {
            if (e.errno() != Errno.ENOENT) {
                throw map.explained(e);
            }
        }
    }

    private static byte[] slice(MemorySegment array, int size, int index) {
        return array.asSlice((long) size * index, size).toArray(JAVA_BYTE);
    }
}
