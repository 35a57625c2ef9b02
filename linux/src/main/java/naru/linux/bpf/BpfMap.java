package naru.linux.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import naru.linux.ffi.BpfCalls;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.Errno;
import naru.linux.ffi.LibC;
import naru.linux.ffi.NativeException;

/**
 * A map in the kernel, by bytes. Keys and values are as C lays them out; a per-CPU map's value is
 * the values of all possible CPUs, each rounded up to 8 bytes.
 */
public final class BpfMap implements AutoCloseable {

    private static final int BATCH = 4096;

    private final Descriptor descriptor;
    private final MapInfo info;
    private final int valueBytes;

    /** Takes the descriptor over. */
    public BpfMap(Descriptor descriptor) {
        this.descriptor = descriptor;
        this.info = MapInfo.of(descriptor.number());
        this.valueBytes =
                info.perCpu()
                        ? (info.valueSize() + 7) / 8 * 8 * BpfCalls.possibleCpus()
                        : info.valueSize();
    }

    /** Opens a pinned map. */
    public static BpfMap open(Path pin) {
        return new BpfMap(BpfCalls.openPin(pin.toString()));
    }

    /** Opens a map by its number in the kernel; ENOENT if it is gone. */
    public static BpfMap byId(int id) {
        return new BpfMap(BpfCalls.mapById(id));
    }

    public MapInfo info() {
        return info;
    }

    public Descriptor descriptor() {
        return descriptor;
    }

    /** What the kernel takes for it, bytes; 0 if it does not say. */
    public long memoryBytes() {
        Path info = Path.of("/proc/thread-self/fdinfo", String.valueOf(descriptor.number()));
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("memlock:"))
                    .mapToLong(line -> Long.parseLong(line.substring(8).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Bytes that {@link #lookup} returns. */
    public int valueBytes() {
        return valueBytes;
    }

    public Optional<byte[]> lookup(byte[] key) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(valueBytes, 8);
            BpfCalls.mapLookup(descriptor.number(), key(arena, key), value);
            return Optional.of(value.toArray(JAVA_BYTE));
        } catch (NativeException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw explained(e);
        }
    }

    /** Adds or replaces an entry. */
    public void put(byte[] key, byte[] value) {
        try (Arena arena = Arena.ofConfined()) {
            BpfCalls.mapUpdate(
                    descriptor.number(), key(arena, key), value(arena, value), BpfCalls.BPF_ANY);
        } catch (NativeException e) {
            throw explained(e);
        }
    }

    /** Adds an entry where there is none; false if there is one, which stays. */
    public boolean putNew(byte[] key, byte[] value) {
        try (Arena arena = Arena.ofConfined()) {
            BpfCalls.mapUpdate(
                    descriptor.number(),
                    key(arena, key),
                    value(arena, value),
                    BpfCalls.BPF_NOEXIST);
            return true;
        } catch (NativeException e) {
            if (e.errno() == Errno.EEXIST) {
                return false;
            }
            throw explained(e);
        }
    }

    /**
     * Adds or replaces many entries, the n-th key with the n-th value; if one fails, those before
     * it are in.
     */
    public void putAll(List<byte[]> keys, List<byte[]> values) {
        for (int from = 0; from < keys.size(); from += BATCH) {
            int to = Math.min(from + BATCH, keys.size());
            putBatch(keys.subList(from, to), values.subList(from, to));
        }
    }

    private void putBatch(List<byte[]> keys, List<byte[]> values) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocateFrom(JAVA_INT, keys.size());
            BpfCalls.mapUpdateBatch(
                    descriptor.number(),
                    array(arena, keys, info.keySize()),
                    array(arena, values, valueBytes),
                    count);
        } catch (NativeException e) {
            if (e.errno() != Errno.ENOTSUPP && e.errno() != Errno.EINVAL) {
                throw explained(e);
            }
            for (int i = 0; i < keys.size(); i++) {
                put(keys.get(i), values.get(i)); // a kernel without batches
            }
        }
    }

    /** One after the other; copied in one piece, because each copy into a segment has its price. */
    private static MemorySegment array(Arena arena, List<byte[]> elements, int size) {
        byte[] all = new byte[Math.multiplyExact(size, elements.size())];
        int at = 0;
        for (byte[] element : elements) {
            if (element.length != size) {
                throw new IllegalArgumentException(
                        element.length + " bytes where " + size + " belong");
            }
            System.arraycopy(element, 0, all, at, size);
            at += size;
        }
        MemorySegment array = arena.allocate(all.length, 8);
        MemorySegment.copy(all, 0, array, JAVA_BYTE, 0, all.length);
        return array;
    }

    /** Takes an entry away; false if there was none. */
    public boolean delete(byte[] key) {
        try (Arena arena = Arena.ofConfined()) {
            BpfCalls.mapDelete(descriptor.number(), key(arena, key));
            return true;
        } catch (NativeException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw explained(e);
        }
    }

    /** Takes many keys away; those that are not there are fine. */
    public void deleteAll(List<byte[]> keys) {
        int from = 0;
        while (from < keys.size()) {
            List<byte[]> batch = keys.subList(from, Math.min(from + BATCH, keys.size()));
            from += deleteBatch(batch);
        }
    }

    /** Returns how many keys are dealt with: the batch ends behind the first that is not there. */
    private int deleteBatch(List<byte[]> keys) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocateFrom(JAVA_INT, keys.size());
            try {
                BpfCalls.mapDeleteBatch(
                        descriptor.number(), array(arena, keys, info.keySize()), count);
                return keys.size();
            } catch (NativeException e) {
                if (e.errno() == Errno.ENOENT) {
                    return count.get(JAVA_INT, 0) + 1;
                }
                if (e.errno() != Errno.ENOTSUPP && e.errno() != Errno.EINVAL) {
                    throw explained(e);
                }
                keys.forEach(this::delete); // a kernel without batches
                return keys.size();
            }
        }
    }

    /**
     * Shows all entries. Entries that come or go meanwhile may or may not be shown, and none is
     * shown twice unless it is deleted and added again.
     */
    public void forEach(BiConsumer<byte[], byte[]> action) {
        MapReader.of(this).forEach(action);
    }

    /**
     * Shows some entries, as {@link #forEach} does. If the one where the last call stopped is gone,
     * the kernel begins anew.
     *
     * @param place what the last call returned; empty: at the beginning
     * @param limit how many at most
     * @return where the next call goes on; empty: these were the last
     */
    public Optional<byte[]> next(
            Optional<byte[]> place, int limit, BiConsumer<byte[], byte[]> action) {
        return MapReader.of(this).next(place, limit, action);
    }

    /** Entries now in the map, by walking through them. */
    public int count() {
        int[] count = new int[1];
        forEach((_, _) -> count[0]++);
        return count[0];
    }

    /** Makes a name in a bpf file system, which keeps the map alive. */
    public void pin(Path path) {
        BpfCalls.pin(descriptor.number(), path.toString());
    }

    /** The same map with a descriptor of its own. */
    public BpfMap duplicate() {
        return new BpfMap(LibC.duplicate(descriptor.number()));
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private MemorySegment key(Arena arena, byte[] key) {
        return exact(arena, key, info.keySize(), "key");
    }

    private MemorySegment value(Arena arena, byte[] value) {
        return exact(arena, value, valueBytes, "value");
    }

    private MemorySegment exact(Arena arena, byte[] bytes, int size, String what) {
        if (bytes.length != size) {
            throw new IllegalArgumentException(
                    "map %s: %s of %d bytes where %d belong"
                            .formatted(info.name(), what, bytes.length, size));
        }
        return BpfCalls.bytes(arena, bytes);
    }

    NativeException explained(NativeException e) {
        boolean full = e.errno() == Errno.E2BIG || e.errno() == Errno.ENOSPC;
        return new NativeException(
                e.call() + " of map " + info.name(),
                e.errno(),
                full ? "map full? max_entries=" + info.maxEntries() : "");
    }
}
