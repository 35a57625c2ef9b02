package naru.datapath;

import java.nio.file.Path;
import java.util.Optional;
import naru.datapath.abi.IpcacheEntryLayout;
import naru.datapath.abi.Prefix4KeyLayout;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** ipcache_map4: address or prefix to identity, for the whole cluster. */
public final class IpcacheMap extends TypedMap<Ipv4Prefix, IpcacheRecord> {

    IpcacheMap(Path maps) {
        super(open(maps, "ipcache_map4"), Prefix4KeyLayout.SIZE, IpcacheEntryLayout.SIZE);
    }

    /** What the programs find for an address; empty: the world. */
    public Optional<IpcacheRecord> lookup(Ipv4Address address) {
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
    byte[] writeValue(Ipv4Prefix key, IpcacheRecord value) {
        int tunnel = value.tunnelEndpoint().map(Ipv4Address::bits).orElse(0);
        return new IpcacheEntryLayout(value.identity(), tunnel, 0).toBytes();
    }

    @Override
    IpcacheRecord readValue(byte[] bytes) {
        IpcacheEntryLayout layout = IpcacheEntryLayout.read(bytes);
        return new IpcacheRecord(
                layout.identity(),
                layout.tunnelEndpoint() == 0
                        ? Optional.empty()
                        : Optional.of(new Ipv4Address(layout.tunnelEndpoint())));
    }

    @Override
    boolean isWished() {
        return true;
    }
}
