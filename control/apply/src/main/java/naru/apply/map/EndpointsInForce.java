package naru.apply.map;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import naru.desired.DesiredEndpoint;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import org.jspecify.annotations.Nullable;

/** The endpoints that the kernel's map holds, by address and by policy set. */
final class EndpointsInForce {

    private final NavigableMap<Ipv4Address, DesiredEndpoint> byAddress = new TreeMap<>();
    private final Map<Integer, Set<Ipv4Address>> addressesBySet = new HashMap<>();

    void changed(
            Ipv4Address address, @Nullable DesiredEndpoint before, @Nullable DesiredEndpoint now) {
        if (before != null) {
            byAddress.remove(address);
            addressesBySet.computeIfPresent(
                    before.policySet(), (_, addresses) -> without(addresses, address));
        }
        if (now != null) {
            byAddress.put(address, now);
            addressesBySet.computeIfAbsent(now.policySet(), _ -> new HashSet<>()).add(address);
        }
    }

    private static @Nullable Set<Ipv4Address> without(
            Set<Ipv4Address> addresses, Ipv4Address address) {
        addresses.remove(address);
        return addresses.isEmpty() ? null : addresses;
    }

    void clear() {
        byAddress.clear();
        addressesBySet.clear();
    }

    /** The endpoints under a policy set. */
    List<DesiredEndpoint> under(int policySet) {
        return addressesBySet.getOrDefault(policySet, Set.of()).stream()
                .map(address -> requireNonNull(byAddress.get(address)))
                .toList();
    }

    /** The endpoints whose address lies in a prefix. */
    Collection<DesiredEndpoint> in(Ipv4Prefix prefix) {
        return byAddress.subMap(prefix.first(), true, prefix.last(), true).values();
    }
}
