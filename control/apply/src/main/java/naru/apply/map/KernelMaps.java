package naru.apply.map;

import java.util.Map;
import java.util.Optional;
import naru.apply.map.TypedTable.Both;
import naru.compile.Delta.IpcacheEntry;
import naru.datapath.DatapathMaps;
import naru.datapath.EndpointRecord;
import naru.datapath.IpcacheRecord;
import naru.desired.DesiredEndpoint;
import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;

/** The datapath's maps as the tables that the agent keeps. */
public final class KernelMaps {

    private static final Both<IpcacheEntry, IpcacheRecord> IPCACHE_ENTRY =
            new Both<>(
                    entry -> new IpcacheRecord(entry.identity(), Optional.empty()),
                    found -> new IpcacheEntry(found.identity(), ""));

    private static final Both<DesiredEndpoint, EndpointRecord> ENDPOINT =
            new Both<>(
                    e ->
                            new EndpointRecord(
                                    e.slot(),
                                    e.ifindex(),
                                    e.identity(),
                                    e.policySet(),
                                    e.mtu(),
                                    new MacAddress(e.mac()),
                                    new MacAddress(e.hostMac())),
                    r ->
                            new DesiredEndpoint(
                                    r.slot(),
                                    r.ifindex(),
                                    r.identity(),
                                    r.policySet(),
                                    r.mtu(),
                                    r.mac().bits(),
                                    r.hostMac().bits()));

    private KernelMaps() {}

    /**
     * What the datapath knows of the endpoint that has an address; empty also if it is no sense.
     */
    public static Optional<DesiredEndpoint> endpoint(DatapathMaps maps, Ipv4Address address) {
        try {
            return maps.endpoints().lookup(address).map(ENDPOINT.back());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** All endpoints that the datapath knows; empty also if one of them is no sense. */
    public static Map<Ipv4Address, DesiredEndpoint> endpoints(DatapathMaps maps) {
        try {
            return of(maps).endpoints().dump();
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    /** The maps stay the caller's to close. */
    public static Kernel of(DatapathMaps maps) {
        return new Kernel(
                new TypedTable<>("policy_map", maps.policy(), PolicyForms.KEY, PolicyForms.ENTRY),
                new TypedTable<>("block_map4", maps.blocks(), Both.same(), Both.same()),
                new TypedTable<>("ipcache_map4", maps.ipcache(), Both.same(), IPCACHE_ENTRY),
                new TypedTable<>("endpoint_map4", maps.endpoints(), Both.same(), ENDPOINT),
                new EpochCounters(maps.epochs()));
    }
}
