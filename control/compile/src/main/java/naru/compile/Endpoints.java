package naru.compile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import naru.compile.Delta.EndpointPolicy;
import naru.model.Ipv4Address;
import naru.model.ObjectKey;

/** The endpoints of this node. */
final class Endpoints {

    /** What is known of an endpoint without policy. */
    private record Endpoint(Optional<ObjectKey> pod, Ipv4Address address) {}

    private final Function<ObjectKey, Optional<Identity>> identityOf;
    private final PolicySets policySets;
    private final SortedMap<Integer, Endpoint> endpoints = new TreeMap<>();
    private final Map<ObjectKey, Set<Integer>> slotsByPod = new HashMap<>();
    private final Map<Ipv4Address, Set<Integer>> slotsByAddress = new HashMap<>();
    private final Map<Integer, Identity> assigned = new HashMap<>();
    private final Map<Identity, Set<Integer>> slotsByIdentity = new HashMap<>();
    private final Published<Integer, EndpointPolicy> published = new Published<>();

    Endpoints(Function<ObjectKey, Optional<Identity>> identityOf, PolicySets policySets) {
        this.identityOf = identityOf;
        this.policySets = policySets;
    }

    void put(int slot, Optional<ObjectKey> pod, Ipv4Address address) {
        forget(slot);
        endpoints.put(slot, new Endpoint(pod, address));
        pod.ifPresent(key -> Multimaps.add(slotsByPod, key, slot));
        Multimaps.add(slotsByAddress, address, slot);
        refresh(slot);
    }

    void remove(int slot) {
        forget(slot);
        refresh(slot);
    }

    Optional<Ipv4Address> address(int slot) {
        return Optional.ofNullable(endpoints.get(slot)).map(Endpoint::address);
    }

    private void forget(int slot) {
        Endpoint known = endpoints.remove(slot);
        if (known != null) {
            known.pod.ifPresent(key -> Multimaps.remove(slotsByPod, key, slot));
            Multimaps.remove(slotsByAddress, known.address, slot);
        }
    }

    void podChanged(ObjectKey pod) {
        Set.copyOf(slotsByPod.getOrDefault(pod, Set.of())).forEach(this::refresh);
    }

    private void refresh(int slot) {
        Optional<Identity> now =
                Optional.ofNullable(endpoints.get(slot)).flatMap(Endpoint::pod).flatMap(identityOf);
        Optional<Identity> before = Optional.ofNullable(assigned.get(slot));
        published.touch(slot);
        if (now.equals(before)) {
            return;
        }
        now.ifPresentOrElse(identity -> assign(slot, identity), () -> assigned.remove(slot));
        before.ifPresent(
                identity -> {
                    Multimaps.remove(slotsByIdentity, identity, slot);
                    if (!slotsByIdentity.containsKey(identity)) {
                        policySets.remove(identity);
                    }
                });
    }

    private void assign(int slot, Identity identity) {
        assigned.put(slot, identity);
        if (!slotsByIdentity.containsKey(identity)) {
            policySets.add(identity);
        }
        Multimaps.add(slotsByIdentity, identity, slot);
    }

    /** The endpoints of these identities are under another policy set. */
    void moved(Set<Identity> identities) {
        for (Identity identity : identities) {
            slotsByIdentity.getOrDefault(identity, Set.of()).forEach(published::touch);
        }
    }

    void drain(Map<Integer, EndpointPolicy> puts) {
        published.drain(
                slot -> Optional.ofNullable(endpoints.get(slot)).map(endpoint -> policy(slot)),
                puts,
                new HashSet<>());
    }

    private EndpointPolicy policy(int slot) {
        Identity identity = assigned.get(slot);
        return identity == null
                ? new EndpointPolicy(ReservedIdentity.INIT.number(), PolicySet.CLOSED)
                : new EndpointPolicy(identity.number(), policySets.number(identity));
    }

    /** The endpoints with that address; one, unless something is wrong. */
    Set<Integer> at(Ipv4Address address) {
        return slotsByAddress.getOrDefault(address, Set.of());
    }

    /** The addresses of a pod's endpoints. */
    Set<Ipv4Address> addresses(ObjectKey pod) {
        return slotsByPod.getOrDefault(pod, Set.of()).stream()
                .map(slot -> Multimaps.known(endpoints, slot).address)
                .collect(Collectors.toSet());
    }

    Optional<Identity> identity(int slot) {
        return Optional.ofNullable(assigned.get(slot));
    }

    Optional<ObjectKey> pod(int slot) {
        return Optional.ofNullable(endpoints.get(slot)).flatMap(Endpoint::pod);
    }

    /** Takes an endpoint apart. */
    interface Visitor {

        void visit(int slot, Optional<ObjectKey> pod, Ipv4Address address);
    }

    void forEach(Visitor visitor) {
        endpoints.forEach((slot, endpoint) -> visitor.visit(slot, endpoint.pod, endpoint.address));
    }

    /** As it was handed out last. */
    Optional<LocalEndpoint> published(int slot) {
        Optional<Endpoint> known = Optional.ofNullable(endpoints.get(slot));
        return known.flatMap(
                endpoint ->
                        published
                                .get(slot)
                                .map(
                                        policy ->
                                                new LocalEndpoint(
                                                        slot,
                                                        endpoint.pod,
                                                        endpoint.address,
                                                        policy.identity(),
                                                        policy.policySet())));
    }

    SortedMap<Integer, EndpointPolicy> published() {
        return published.sorted();
    }
}
