package naru.datapath;

import java.util.Optional;
import naru.datapath.abi.Prefix4KeyLayout;
import naru.linux.bpf.BpfMap;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/**
 * A map of prefixes that the agent fills: the longest one that covers an address says what it is.
 *
 * @param <V> what its values mean
 */
public abstract sealed class PrefixMap<V> extends TypedMap<Ipv4Prefix, V>
        permits BlockMap, IpcacheMap {

    PrefixMap(BpfMap map, int valueBytes) {
        super(map, Prefix4KeyLayout.SIZE, valueBytes);
    }

    /** What the programs find for an address; empty: no prefix covers it. */
    public final Optional<V> lookup(Ipv4Address address) {
        return lookup(address.toPrefix());
    }

    @Override
    final byte[] writeKey(Ipv4Prefix key) {
        return Prefixes.write(key);
    }

    @Override
    final Ipv4Prefix readKey(byte[] bytes) {
        return Prefixes.read(bytes);
    }

    @Override
    final boolean isWished() {
        return true;
    }
}
