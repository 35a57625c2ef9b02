package naru.datapath;

import java.nio.file.Path;
import naru.datapath.abi.AbiNumbers;

/**
 * flow_count_map: how many connections there are, and whose quota they take. The programs keep it;
 * key: the slot of an endpoint times 2, plus 1 for connections that others began with it.
 */
public final class FlowCountMap extends PlaceMap<Integer> {

    FlowCountMap(Path maps) {
        super(open(maps, "flow_count_map"), 4);
    }

    /** All connections of this node. */
    public int total() {
        return at(AbiNumbers.FLOW_COUNT_ALL);
    }

    /** Those that this node's own stack began. */
    public int byHost() {
        return at(AbiNumbers.FLOW_COUNT_HOST);
    }

    /** Those that an endpoint began. */
    public int begunBy(int slot) {
        return at(slot * 2);
    }

    private int at(int place) {
        return lookup(place).orElse(0);
    }

    @Override
    byte[] writeValue(Integer key, Integer value) {
        throw Words.writtenByPrograms("flow_count_map");
    }

    @Override
    Integer readValue(byte[] bytes) {
        return Words.u32(bytes);
    }
}
