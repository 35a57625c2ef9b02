package naru.datapath;

import java.nio.file.Path;
import naru.model.Ipv4Prefix;

/** block_map4: prefix to the number of the set of ipBlocks that cover it. */
public final class BlockMap extends PrefixMap<Integer> {

    BlockMap(Path maps) {
        super(open(maps, "block_map4"), 4);
    }

    @Override
    byte[] writeValue(Ipv4Prefix key, Integer value) {
        return Words.u32(value);
    }

    @Override
    Integer readValue(byte[] bytes) {
        return Words.u32(bytes);
    }
}
