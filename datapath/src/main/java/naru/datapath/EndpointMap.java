package naru.datapath;

import java.nio.file.Path;
import naru.datapath.abi.EndpointLayout;
import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;

/** endpoint_map4: address of a local pod to its record. */
public final class EndpointMap extends TypedMap<Ipv4Address, EndpointRecord> {

    EndpointMap(Path maps) {
        super(open(maps, "endpoint_map4"), 4, EndpointLayout.SIZE);
    }

    @Override
    byte[] writeKey(Ipv4Address key) {
        return Words.be32(key.bits());
    }

    @Override
    Ipv4Address readKey(byte[] bytes) {
        return new Ipv4Address(Words.be32(bytes));
    }

    @Override
    byte[] writeValue(Ipv4Address key, EndpointRecord value) {
        return new EndpointLayout(
                        value.ifindex(),
                        value.identity(),
                        value.policySet(),
                        value.mtu(),
                        value.slot(),
                        value.mac().bits(),
                        value.hostMac().bits())
                .toBytes();
    }

    @Override
    EndpointRecord readValue(byte[] bytes) {
        EndpointLayout layout = EndpointLayout.read(bytes);
        return new EndpointRecord(
                layout.slot(),
                layout.ifindex(),
                layout.identity(),
                layout.policySet(),
                layout.mtu(),
                new MacAddress(layout.mac()),
                new MacAddress(layout.hostMac()));
    }

    @Override
    boolean isWished() {
        return true;
    }
}
