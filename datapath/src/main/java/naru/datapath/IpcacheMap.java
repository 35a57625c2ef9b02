package naru.datapath;

import java.nio.file.Path;
import java.util.Optional;
import naru.datapath.abi.IpcacheEntryLayout;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/**
 * ipcache_map4: address or prefix to identity, for the whole cluster; what is not in it is the
 * world.
 */
public final class IpcacheMap extends PrefixMap<IpcacheRecord> {

    IpcacheMap(Path maps) {
        super(open(maps, "ipcache_map4"), IpcacheEntryLayout.SIZE);
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
}
