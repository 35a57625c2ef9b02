package naru.apply.map;

import java.util.Set;
import naru.compile.Delta.IpcacheEntry;
import naru.compile.PolicyEntry;
import naru.compile.PolicyKey;
import naru.desired.DesiredEndpoint;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/**
 * The tables that an agent keeps in the kernel.
 *
 * @param ipcache the kernel knows no owners: what it dumps has empty ones
 */
public record Kernel(
        KernelTable<PolicyKey, PolicyEntry> policy,
        KernelTable<Ipv4Prefix, Integer> blocks,
        KernelTable<Ipv4Prefix, IpcacheEntry> ipcache,
        KernelTable<Ipv4Address, DesiredEndpoint> endpoints,
        Epochs epochs) {

    /** The counters that make kept decisions stale. */
    public interface Epochs {

        /** Gives each a value that it never had; indexes as in datapath/maps/epoch_map.h. */
        void move(Set<Integer> indexes);

        /**
         * Notes, where it survives this process, that maps may have changed whose epochs have not
         * moved yet.
         */
        void setBehind(boolean behind);

        /** True if whoever wrote last did not get to its epochs. */
        boolean isBehind();
    }
}
