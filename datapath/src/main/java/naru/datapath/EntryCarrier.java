package naru.datapath;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.KernelTypes;
import naru.linux.bpf.MapShape;
import naru.linux.layout.FieldCopy;

/** Carries entries that mean the same in maps of other shapes, by the names of their fields. */
final class EntryCarrier {

    private final KernelTypes types = new KernelTypes();

    /** An entry that is in the map already, or does not fit, is left as it is. */
    void carry(BpfMap from, BpfMap to) {
        MapShape old = MapShape.of(from, types);
        MapShape own = MapShape.of(to, types);
        if (old.type() != own.type() || !old.key().sameFields(own.key())) {
            return;
        }
        FieldCopy keys = new FieldCopy(old.key(), own.key());
        FieldCopy values = new FieldCopy(old.value(), own.value());
        boolean perCpu = from.info().perCpu();
        int[] room = {own.maxEntries() - (perCpu ? 0 : to.count())};
        from.forEach(
                (key, value) -> {
                    Optional<byte[]> newKey = keys.carry(key);
                    Optional<byte[]> newValue =
                            perCpu
                                    ? eachCpu(value, old.valueSize(), own.valueSize(), values)
                                    : values.carry(value);
                    if (newKey.isPresent() && newValue.isPresent() && room[0] > 0) {
                        put(to, newKey.get(), newValue.get(), perCpu, room);
                    }
                });
    }

    /** A per-CPU array has all its places from the beginning; those with a number stay. */
    private static void put(BpfMap to, byte[] key, byte[] value, boolean array, int[] room) {
        if (!array) {
            room[0] -= to.putNew(key, value) ? 1 : 0;
        } else if (to.lookup(key).filter(EntryCarrier::isZero).isPresent()) {
            to.put(key, value);
        }
    }

    private static boolean isZero(byte[] value) {
        return Arrays.equals(value, new byte[value.length]);
    }

    private static Optional<byte[]> eachCpu(
            byte[] value, int oldSize, int newSize, FieldCopy copy) {
        int stride = (oldSize + 7) / 8 * 8;
        int newStride = (newSize + 7) / 8 * 8;
        List<byte[]> carried = new ArrayList<>();
        for (int at = 0; at < value.length; at += stride) {
            Optional<byte[]> one = copy.carry(Arrays.copyOfRange(value, at, at + oldSize));
            if (one.isEmpty()) {
                return Optional.empty();
            }
            carried.add(one.get());
        }
        byte[] all = new byte[newStride * carried.size()];
        for (int cpu = 0; cpu < carried.size(); cpu++) {
            System.arraycopy(carried.get(cpu), 0, all, cpu * newStride, newSize);
        }
        return Optional.of(all);
    }
}
