package naru.datapath;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import naru.datapath.abi.AbiNumbers;
import naru.model.Ipv4Address;

/**
 * epoch_map: counters that only grow. Key: the slot of an endpoint, or {@link #bucket} of an
 * address. Move one after the maps are changed, if what was allowed under it may not be any more.
 */
public final class EpochMap extends TypedMap<Integer, Integer> {

    private static final int GOLDEN_RATIO = (int) 2654435761L;
    private static final int BUCKET_SHIFT = 20;

    EpochMap(Path maps) {
        super(open(maps, "epoch_map"), 4, 4);
    }

    /** The place of an address; the programs compute the same (datapath/maps/epoch_map.h). */
    public static int bucket(Ipv4Address address) {
        return AbiNumbers.EPOCH_SLOTS + (address.bits() * GOLDEN_RATIO >>> BUCKET_SHIFT);
    }

    /** The epoch at a place. */
    public int read(int index) {
        return lookup(index).orElse(0);
    }

    /** Moves each of these epochs once. One thread at a time. */
    public void advance(Collection<Integer> indexes) {
        Map<Integer, Integer> next = new LinkedHashMap<>();
        indexes.forEach(index -> next.put(index, read(index) + 1));
        putAll(next);
    }

    @Override
    byte[] writeKey(Integer key) {
        return Words.u32(key);
    }

    @Override
    Integer readKey(byte[] bytes) {
        return Words.u32(bytes);
    }

    @Override
    byte[] writeValue(Integer key, Integer value) {
        return Words.u32(value);
    }

    @Override
    Integer readValue(byte[] bytes) {
        return Words.u32(bytes);
    }
}
