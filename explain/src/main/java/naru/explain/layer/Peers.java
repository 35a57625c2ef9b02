package naru.explain.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.compile.Delta;
import naru.compile.Found;
import naru.compile.LocalEndpoint;
import naru.compile.ReservedIdentity;
import naru.compile.Tables;
import naru.explain.End;
import naru.explain.KernelFacts;
import naru.explain.Place;
import naru.explain.Quote;
import naru.explain.Walk;
import naru.explain.cause.Cause;
import naru.explain.cause.MarkCause.HostAddressUnknown;
import naru.explain.cause.MarkCause.HostTakenForWorld;
import naru.explain.cause.TableCause.MapDisagrees;
import naru.explain.policy.Names;
import naru.explain.policy.Peer;
import naru.linux.netfilter.Certainty;
import naru.model.Ipv4Address;

/** Who the other end is, by the cluster's objects and by what the datapath knows. */
final class Peers {

    private static final int HOST = ReservedIdentity.HOST.number();
    private static final int WORLD = ReservedIdentity.WORLD.number();

    private Peers() {}

    /** As the ipcache, or the endpoint map of the same node, has its address. */
    static Peer byAddress(Place place, End end) {
        Ipv4Address address = end.address().orElseThrow();
        int wanted = identity(place.desired(), address);
        return of(
                place,
                end,
                wanted,
                place.facts().map(f -> identity(f.tables(), address)).orElse(wanted));
    }

    /** With what is wrong if the kernel has another identity for it. */
    static Peer of(Place place, End end, int wanted, int seen) {
        Ipv4Address address = end.address().orElseThrow();
        List<Cause> why = new ArrayList<>();
        if (seen != wanted) {
            String found = address + " as " + Names.identity(place.desired(), seen);
            why.add(
                    new MapDisagrees(
                            "ipcache_map4",
                            Names.identity(place.desired(), wanted),
                            found,
                            List.of(
                                    Quote.of(
                                            "ipcache_map4",
                                            address + " -> " + Integer.toUnsignedString(seen)))));
        }
        return new Peer(end.name(), address, wanted, seen, seen, why);
    }

    /**
     * The node's own stack, as the program at the pod of the same node sees it: an address of this
     * node counts as the host only if the packet is known to be made here.
     */
    static Peer host(Walk walk, Place place, End.Host host) {
        Ipv4Address address = host.address().orElseThrow();
        int cached = place.facts().map(f -> identity(f.tables(), address)).orElse(HOST);
        Walk.HostOrigin origin = walk.hostOrigin();
        boolean byMark =
                place.facts()
                        .flatMap(KernelFacts::loadedHostIdentity)
                        .equals(Optional.of(KernelFacts.HostIdentity.MARK));
        int recognized = cached == HOST || byMark ? HOST : cached;
        int stranger = cached == HOST ? WORLD : cached;
        int seen = origin.recognized() == Certainty.YES ? recognized : stranger;
        int alternative = origin.recognized() == Certainty.MAYBE ? recognized : seen;
        List<Cause> why = new ArrayList<>();
        if (seen != HOST) {
            why.add(takenFor(place, host, address, seen, cached, alternative));
            why.addAll(origin.causes());
            if (cached != HOST) {
                why.add(unknownAddress(place, host, address, cached));
            }
        }
        return new Peer(host.name(), address, HOST, seen, alternative, why);
    }

    private static Cause takenFor(
            Place place,
            End.Host host,
            Ipv4Address address,
            int seen,
            int cached,
            int alternative) {
        Quote quote =
                Quote.of(
                        "ipcache_map4", address + " -> " + Names.identity(place.desired(), cached));
        return new HostTakenForWorld(
                host.node(),
                address.toString(),
                Names.identity(place.desired(), seen)
                        + (alternative == seen
                                ? ""
                                : " or " + Names.identity(place.desired(), alternative)),
                place.confidence(),
                List.of(quote));
    }

    private static Cause unknownAddress(
            Place place, End.Host host, Ipv4Address address, int cached) {
        String says = Names.identity(place.desired(), cached);
        return new HostAddressUnknown(
                host.node(),
                address.toString(),
                says,
                List.of(Quote.of("ipcache_map4", address + " -> " + says)));
    }

    private static int identity(Tables tables, Ipv4Address address) {
        Optional<Integer> local = tables.endpoint(address).map(LocalEndpoint::identity);
        return local.orElseGet(
                () ->
                        tables.ipcache(address)
                                .map(Found::value)
                                .map(Delta.IpcacheEntry::identity)
                                .orElse(WORLD));
    }
}
