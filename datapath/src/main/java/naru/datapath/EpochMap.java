package naru.datapath;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import naru.datapath.abi.AbiNumbers;
import naru.model.Ipv4Address;

/**
 * epoch_map: numbers that change. Key: the slot of an endpoint, or {@link #bucket} of an address.
 * Move one after the maps are changed, if what was allowed under it may not be any more.
 */
public final class EpochMap extends PlaceMap<Integer> {

    private static final int GOLDEN_RATIO = (int) 2654435761L;
    private static final int BUCKET_SHIFT = 16;

    private static final int LAST = AbiNumbers.EPOCH_LAST;

    EpochMap(Path maps) {
        super(open(maps, "epoch_map"), 4);
    }

    /** The place of an address; the programs compute the same (datapath/maps/epoch_map.h). */
    public static int bucket(Ipv4Address address) {
        return AbiNumbers.EPOCH_SLOTS + (address.bits() * GOLDEN_RATIO >>> BUCKET_SHIFT);
    }

    /** The epoch at a place. */
    public int read(int index) {
        return lookup(index).orElse(0);
    }

    /**
     * Gives each of these places a number that no place had before. One thread at a time. Killed in
     * between, it has lost numbers, but gives none twice.
     */
    public void advance(Collection<Integer> indexes) {
        if (indexes.isEmpty()) {
            return;
        }
        int last = read(LAST);
        Map<Integer, Integer> next = new LinkedHashMap<>();
        for (int index : indexes) {
            last = following(last);
            next.put(index, last);
        }
        put(LAST, last);
        putAll(next);
    }

    /** After 4 billion changes the numbers begin again; 0 and ~0 have a meaning of their own. */
    private static int following(int epoch) {
        int next = epoch + 1;
        return next == -1 || next == 0 ? 1 : next;
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
