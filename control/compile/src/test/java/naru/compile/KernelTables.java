package naru.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import naru.compile.Delta.EndpointPolicy;
import naru.compile.Delta.IpcacheEntry;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.NetworkPolicy.Direction;
import naru.naive.generate.Dice;

/** The kernel's maps: they know what deltas wrote and nothing else. */
final class KernelTables implements Tables {

    private static final Comparator<Write> LONGEST_FIRST =
            Comparator.comparingInt(Write::length).reversed();

    final Map<PolicyKey, PolicyEntry> policy = new TreeMap<>();
    final Map<Ipv4Prefix, Integer> blocks = new TreeMap<>();
    final Map<Ipv4Prefix, IpcacheEntry> ipcache = new TreeMap<>();
    final Map<Integer, EndpointPolicy> endpoints = new TreeMap<>();
    private final Map<Ipv4Address, Integer> slots = new HashMap<>();

    /** A single write of an address's prefix. */
    private record Write(int length, Runnable action) {}

    /** Each single write of a delta, stage by stage as it asks for, at random within a stage. */
    List<Runnable> writes(Delta delta, Dice dice) {
        List<Runnable> writes = new ArrayList<>(puts(policy, delta.policyPuts(), dice));
        List<Write> addresses = new ArrayList<>();
        delta.blockPuts().forEach((at, set) -> addresses.add(write(at, () -> blocks.put(at, set))));
        delta.ipcachePuts()
                .forEach((at, entry) -> addresses.add(write(at, () -> ipcache.put(at, entry))));
        writes.addAll(sorted(addresses, LONGEST_FIRST, dice));
        List<Write> gone = new ArrayList<>();
        delta.blockRemovals().forEach(at -> gone.add(write(at, () -> blocks.remove(at))));
        delta.ipcacheRemovals().forEach(at -> gone.add(write(at, () -> ipcache.remove(at))));
        writes.addAll(sorted(gone, LONGEST_FIRST.reversed(), dice));
        writes.addAll(puts(endpoints, delta.endpointPuts(), dice));
        writes.addAll(removals(policy, delta.policyRemovals(), dice));
        return writes;
    }

    private static Write write(Ipv4Prefix prefix, Runnable action) {
        return new Write(prefix.length(), action);
    }

    private static List<Runnable> sorted(List<Write> writes, Comparator<Write> order, Dice dice) {
        return dice.shuffle(writes).stream().sorted(order).map(Write::action).toList();
    }

    private static <K, V> List<Runnable> puts(Map<K, V> map, Map<K, V> puts, Dice dice) {
        List<Runnable> writes = new ArrayList<>();
        puts.forEach((key, value) -> writes.add(() -> map.put(key, value)));
        return dice.shuffle(writes);
    }

    private static <K, V> List<Runnable> removals(Map<K, V> map, Set<K> removals, Dice dice) {
        List<Runnable> writes = new ArrayList<>();
        removals.forEach(key -> writes.add(() -> map.remove(key)));
        return dice.shuffle(writes);
    }

    /** Endpoints come and go at once, by whoever makes them. */
    void attach(int slot, Ipv4Address address) {
        detach(slot);
        slots.put(address, slot);
    }

    void detach(int slot) {
        slots.values().remove(slot);
        endpoints.remove(slot);
    }

    @Override
    public Optional<PolicyEntry> entry(PolicyKey key) {
        return Optional.ofNullable(policy.get(key));
    }

    @Override
    public Optional<Found<IpcacheEntry>> ipcache(Ipv4Address address) {
        return Prefixes.longest(ipcache, address);
    }

    @Override
    public Optional<Found<Integer>> block(Ipv4Address address) {
        return Prefixes.longest(blocks, address);
    }

    @Override
    public Optional<LocalEndpoint> endpoint(Ipv4Address address) {
        return Optional.ofNullable(slots.get(address))
                .flatMap(
                        slot ->
                                Optional.ofNullable(endpoints.get(slot))
                                        .map(
                                                e ->
                                                        new LocalEndpoint(
                                                                slot,
                                                                Optional.empty(),
                                                                address,
                                                                e.identity(),
                                                                e.policySet())));
    }

    @Override
    public List<Origin> origins(int rule) {
        return List.of();
    }

    @Override
    public List<CompiledRule> rules(int policySet, Direction direction) {
        return List.of();
    }
}
