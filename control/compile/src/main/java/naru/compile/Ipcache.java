package naru.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import naru.compile.Delta.IpcacheEntry;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.ObjectKey;
import naru.model.Pod;
import org.jspecify.annotations.Nullable;

/**
 * Which identity each address has. Nodes come before pods; of the pods of this node the endpoints
 * know better than manifests: a pod of this node that has an address and no endpoint is somebody
 * else's, so nobody checks what it sends, and no policy may trust its labels. Where two hold one
 * address it stays closed until they agree or one is gone.
 */
final class Ipcache {

    private final Nodes nodes;
    private final Pods pods;
    private final Endpoints endpoints;
    private final Map<Ipv4Address, List<ObjectKey>> claims = new HashMap<>();
    private final Map<ObjectKey, List<Ipv4Address>> addresses = new HashMap<>();
    private final Published<Ipv4Prefix, IpcacheEntry> published = new Published<>();

    Ipcache(Nodes nodes, Pods pods, Endpoints endpoints) {
        this.nodes = nodes;
        this.pods = pods;
        this.endpoints = endpoints;
    }

    void touch(Ipv4Prefix prefix) {
        published.touch(prefix);
    }

    /**
     * The ranges of this node's pods are others now, so what manifests say of addresses may count
     * or not.
     */
    void touchAllPods() {
        claims.keySet().forEach(address -> touch(address.toPrefix()));
    }

    void podChanged(ObjectKey key) {
        List<Ipv4Address> now =
                pods.pod(key)
                        .filter(pod -> !pod.hostNetwork() && !pod.finished())
                        .map(Pod::addresses)
                        .orElse(List.of());
        List<Ipv4Address> before = now.isEmpty() ? addresses.remove(key) : addresses.put(key, now);
        if (before != null) {
            before.forEach(
                    address -> {
                        claims.computeIfPresent(address, (_, keys) -> without(keys, key));
                        touch(address.toPrefix());
                    });
        }
        now.forEach(
                address -> {
                    claims.merge(address, List.of(key), Ipcache::both);
                    touch(address.toPrefix());
                });
    }

    /** Lists of one take little room, and hardly ever is there another. */
    private static @Nullable List<ObjectKey> without(List<ObjectKey> keys, ObjectKey key) {
        List<ObjectKey> left = keys.stream().filter(k -> !k.equals(key)).toList();
        return left.isEmpty() ? null : left;
    }

    private static List<ObjectKey> both(List<ObjectKey> keys, List<ObjectKey> more) {
        return Stream.concat(keys.stream(), more.stream()).distinct().toList();
    }

    void drain(Map<Ipv4Prefix, IpcacheEntry> puts, Set<Ipv4Prefix> removals) {
        published.drain(this::entry, puts, removals);
    }

    Published<Ipv4Prefix, IpcacheEntry> published() {
        return published;
    }

    private Optional<IpcacheEntry> entry(Ipv4Prefix prefix) {
        return (prefix.length() == 32 ? holder(prefix.first()) : Optional.<IpcacheEntry>empty())
                .or(
                        () ->
                                nodes.nodeWithPodCidr(prefix)
                                        .map(
                                                node ->
                                                        entry(
                                                                ReservedIdentity.INIT,
                                                                "pod range of node " + node)));
    }

    private Optional<IpcacheEntry> holder(Ipv4Address address) {
        if (nodes.isOwn(address)) {
            return Optional.of(entry(ReservedIdentity.HOST, "this node"));
        }
        Optional<String> node = nodes.nodeAt(address);
        if (node.isPresent()) {
            return Optional.of(entry(ReservedIdentity.REMOTE_NODE, "node " + node.get()));
        }
        Set<Integer> slots = endpoints.at(address);
        return slots.isEmpty()
                ? claimant(address)
                : Optional.of(
                        agreed(
                                slots.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        this::name,
                                                        endpoints::identity,
                                                        (a, b) -> a,
                                                        TreeMap::new))));
    }

    /** Of an address that no endpoint has: what manifests say. */
    private Optional<IpcacheEntry> claimant(Ipv4Address address) {
        List<ObjectKey> keys = claims.getOrDefault(address, List.of());
        List<ObjectKey> unmanaged = keys.stream().filter(this::isOfThisNode).toList();
        if (!unmanaged.isEmpty()) {
            return Optional.of(entry(ReservedIdentity.UNMANAGED, names(unmanaged)));
        }
        if (keys.isEmpty() || nodes.isOwnPodAddress(address)) {
            return Optional.empty();
        }
        if (keys.size() == 1) {
            return Optional.of(agreed(name(keys.getFirst()), pods.identity(keys.getFirst())));
        }
        return Optional.of(
                agreed(
                        keys.stream()
                                .collect(
                                        Collectors.toMap(
                                                Ipcache::name,
                                                pods::identity,
                                                (a, b) -> a,
                                                TreeMap::new))));
    }

    private boolean isOfThisNode(ObjectKey pod) {
        return pods.pod(pod).map(Pod::nodeName).filter(nodes::isOwnName).isPresent();
    }

    /** The identity that all holders have, by name. */
    private static IpcacheEntry agreed(Map<String, Optional<Identity>> holders) {
        String owner = String.join(" and ", holders.keySet());
        Set<Optional<Identity>> identities = Set.copyOf(holders.values());
        Optional<Identity> only =
                identities.size() == 1 ? identities.iterator().next() : Optional.empty();
        return agreed(owner, only);
    }

    private static IpcacheEntry agreed(String owner, Optional<Identity> identity) {
        return identity.map(known -> new IpcacheEntry(known.number(), owner))
                .orElseGet(() -> entry(ReservedIdentity.INIT, owner));
    }

    private String name(int slot) {
        return endpoints.pod(slot).map(Ipcache::name).orElse("endpoint " + slot);
    }

    private static String names(List<ObjectKey> pods) {
        return pods.stream().map(Ipcache::name).sorted().collect(Collectors.joining(" and "));
    }

    private static String name(ObjectKey pod) {
        return "pod " + pod.namespace() + "/" + pod.name();
    }

    private static IpcacheEntry entry(ReservedIdentity identity, String owner) {
        return new IpcacheEntry(identity.number(), owner);
    }
}
