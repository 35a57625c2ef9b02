package naru.datapath;

import java.nio.file.Path;
import java.util.Optional;
import naru.datapath.abi.Prefix4KeyLayout;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** block_map4: prefix to the number of the set of ipBlocks that cover it. */
public final class BlockMap extends TypedMap<Ipv4Prefix, Integer> {

    BlockMap(Path maps) {
        super(open(maps, "block_map4"), Prefix4KeyLayout.SIZE, 4);
    }

    /** What the programs find for an address; empty: no block covers it. */
    public Optional<Integer> lookup(Ipv4Address address) {
        return lookup(address.toPrefix());
    }

    @Override
    byte[] writeKey(Ipv4Prefix key) {
        return Prefixes.write(key);
    }

    @Override
    Ipv4Prefix readKey(byte[] bytes) {
        return Prefixes.read(bytes);
    }

    @Override
    byte[] writeValue(Ipv4Prefix key, Integer value) {
        return Words.u32(value);
    }

    @Override
    Integer readValue(byte[] bytes) {
        return Words.u32(bytes);
    }

    @Override
    boolean isWished() {
        return true;
    }
}
