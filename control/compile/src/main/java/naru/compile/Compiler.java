package naru.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import naru.compile.Delta.EndpointPolicy;
import naru.compile.Delta.IpcacheEntry;
import naru.model.ClusterObject;
import naru.model.IgnoredLabels;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.Namespace;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.BlockPeer;
import naru.model.NetworkPolicy.Direction;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.model.Pod;

/**
 * Turns events into changes of the kernel's tables for one node. The work for an event depends on
 * what it touches, not on the size of the cluster. One thread at a time. All views show what the
 * last {@link #drain} handed out.
 */
public final class Compiler implements Tables, RuleTable {

    private final String nodeName;
    private final IgnoredLabels ignoredLabels;
    private final ToIntFunction<String> hash;
    private final WorkCounter work = new WorkCounter();
    private final Map<ObjectKey, ClusterObject> objects = new HashMap<>();
    private final LabelRelevance relevance;
    private final NumberSpaces numbers;
    private final PolicyTable policyTable;
    private final Blocks blocks;
    private final Identities identities;
    private final PolicySets policySets;
    private final Endpoints endpoints;
    private final Nodes nodes;
    private final Pods pods;
    private final Ipcache ipcache;

    /**
     * @param restored what {@link #numbering} said before a restart; {@link Numbering#EMPTY} the
     *     first time
     * @param ignoredLabels make no identity unless a policy names them
     */
    public Compiler(String nodeName, Numbering restored, IgnoredLabels ignoredLabels) {
        this(nodeName, restored, ignoredLabels, StableHash::of);
    }

    /** With a hash that collides as a test wants it. */
    Compiler(
            String nodeName,
            Numbering restored,
            IgnoredLabels ignoredLabels,
            ToIntFunction<String> hash) {
        this.nodeName = nodeName;
        this.ignoredLabels = ignoredLabels;
        this.hash = hash;
        relevance = new LabelRelevance(ignoredLabels);
        numbers = new NumberSpaces(restored, hash);
        policyTable = new PolicyTable(numbers.rules(), work);
        blocks = new Blocks(numbers.blockSets(), work);
        SelectorIndex peers = new SelectorIndex(work);
        identities = new Identities(numbers.identities(), peers);
        Sources sources = new Sources(policyTable, peers, blocks, identities::live);
        policySets = new PolicySets(sources, new SelectorIndex(work), numbers.policySets());
        nodes = new Nodes(nodeName);
        pods = new Pods(this::pod, relevance, identities, this::podChanged);
        endpoints = new Endpoints(pods::identity, policySets);
        ipcache = new Ipcache(nodes, pods, endpoints);
    }

    /** Adds or replaces an object of the cluster. */
    public void put(ClusterObject object) {
        ObjectKey key = object.key();
        ClusterObject before = objects.put(key, object);
        if (object.equals(before)) {
            return;
        }
        switch (object) {
            case Namespace namespace -> pods.put(namespace);
            case Pod _ -> pods.put(key);
            case Node node -> {
                nodes.put(node, ipcache::touch);
                podRangesMayHaveChanged(node.name());
            }
            case NetworkPolicy policy -> {
                policySets.put(policy);
                policyChanged(Optional.ofNullable((NetworkPolicy) before), Optional.of(policy));
            }
        }
    }

    /** Forgets an object; one that is not there is no error. */
    public void remove(ObjectKey key) {
        ClusterObject before = objects.remove(key);
        switch (before) {
            case null -> {}
            case Namespace namespace -> pods.removeNamespace(namespace.name());
            case Pod _ -> pods.remove(key);
            case Node node -> {
                nodes.remove(node.name(), ipcache::touch);
                podRangesMayHaveChanged(node.name());
            }
            case NetworkPolicy policy -> {
                policySets.remove(key);
                policyChanged(Optional.of(policy), Optional.empty());
            }
        }
    }

    private Optional<Pod> pod(ObjectKey key) {
        return objects.get(key) instanceof Pod pod ? Optional.of(pod) : Optional.empty();
    }

    private void podRangesMayHaveChanged(String node) {
        if (node.equals(nodeName)) {
            ipcache.touchAllPods();
        }
    }

    /** A label that only now got a meaning, or lost it, makes other identities. */
    private void policyChanged(Optional<NetworkPolicy> before, Optional<NetworkPolicy> now) {
        Set<String> gained = now.map(relevance::add).orElse(Set.of());
        Set<String> keys = new HashSet<>(before.map(relevance::remove).orElse(Set.of()));
        keys.addAll(gained);
        pods.refreshThoseWith(keys);
    }

    private void podChanged(ObjectKey pod) {
        ipcache.podChanged(pod);
        endpoints.podChanged(pod);
        endpoints.addresses(pod).forEach(address -> ipcache.touch(address.toPrefix()));
    }

    /** All addresses found on this node's interfaces; those of its Node object count besides. */
    public void setOwnAddresses(Set<Ipv4Address> addresses) {
        nodes.setInterfaces(addresses, ipcache::touch);
    }

    /** An endpoint of a pod of this node. */
    public void putEndpoint(int slot, ObjectKey pod, Ipv4Address address) {
        putEndpoint(slot, Optional.of(pod), address);
    }

    /** An endpoint that nobody named a pod for: it stays closed. */
    public void putEndpoint(int slot, Ipv4Address address) {
        putEndpoint(slot, Optional.empty(), address);
    }

    void putEndpoint(int slot, Optional<ObjectKey> pod, Ipv4Address address) {
        endpoints.address(slot).ifPresent(old -> ipcache.touch(old.toPrefix()));
        endpoints.put(slot, pod, address);
        ipcache.touch(address.toPrefix());
    }

    /** An endpoint is gone; one that is not there is no error. */
    public void removeEndpoint(int slot) {
        endpoints.address(slot).ifPresent(address -> ipcache.touch(address.toPrefix()));
        endpoints.remove(slot);
    }

    /**
     * What changed since the last call; to be called until {@link #settled}, at the latest with the
     * next event.
     */
    public Delta drain() {
        Delta delta =
                new Delta(
                        new HashMap<>(),
                        new HashSet<>(),
                        new HashMap<>(),
                        new HashSet<>(),
                        new HashMap<>(),
                        new HashSet<>(),
                        new TreeMap<>());
        endpoints.moved(policySets.settle());
        blocks.settle();
        policyTable.drain(delta.policyPuts(), delta.policyRemovals());
        blocks.drain(delta.blockPuts(), delta.blockRemovals());
        ipcache.drain(delta.ipcachePuts(), delta.ipcacheRemovals());
        endpoints.drain(delta.endpointPuts());
        numbers.nextGeneration();
        return delta;
    }

    /**
     * False if the last {@link #drain} left something behind that may go only once what it handed
     * out is in force: drain again then.
     */
    public boolean settled() {
        return policySets.settled();
    }

    /** Of all sets, those of a set together. */
    public SortedMap<PolicyKey, PolicyEntry> policyEntries() {
        return policyTable.entries();
    }

    public SortedMap<PolicyKey, PolicyEntry> policyEntries(int policySet) {
        return policyTable.entries(policySet);
    }

    public SortedMap<Ipv4Prefix, IpcacheEntry> ipcache() {
        return ipcache.published().sorted();
    }

    public SortedMap<Ipv4Prefix, Integer> blocks() {
        return blocks.published().sorted();
    }

    /** By slot. */
    public SortedMap<Integer, EndpointPolicy> endpoints() {
        return endpoints.published();
    }

    public Optional<LocalEndpoint> endpoint(int slot) {
        return endpoints.published(slot);
    }

    /** Those of pods; reserved ones are not among them. */
    public Collection<Identity> identities() {
        return identities.all();
    }

    /** What a number stands for, also for a while after the last pod that had it is gone. */
    public Optional<Identity> identity(int number) {
        return numbers.identities().value(number).map(labels -> new Identity(number, labels));
    }

    /** What a block set number stands for. */
    public Set<BlockPeer> blockSet(int number) {
        return numbers.blockSets().value(number).map(BlockSet::blocks).orElse(Set.of());
    }

    /** The policies that select the endpoints of a policy set. */
    public List<ObjectKey> policies(int policySet) {
        return numbers.policySets()
                .value(policySet)
                .map(key -> List.copyOf(key.policies().keySet()))
                .orElse(List.of());
    }

    /**
     * The policies that isolate an endpoint in a direction; none: it is not isolated, or closed
     * (set 0).
     */
    public List<ObjectKey> isolatedBy(int slot, Direction direction) {
        return endpoint(slot)
                .flatMap(endpoint -> policySets.set(endpoint.policySet()))
                .map(set -> set.isolatedBy(direction))
                .orElse(List.of());
    }

    /** All that is to be kept over a restart. */
    public Numbering numbering() {
        return numbers.numbering();
    }

    /**
     * What {@link #numbering} has in addition since the last call; to be kept before what the last
     * drain said is applied.
     */
    public Numbering takeNewNumbers() {
        return numbers.takeGiven();
    }

    public Work work() {
        return work.work();
    }

    /** The same objects, endpoints and numbers in a compiler of its own, to try something on. */
    public Compiler copy() {
        return snapshot().compiler(_ -> true);
    }

    /** What this was told so far, held still. It takes no more than to list the objects. */
    public Snapshot snapshot() {
        Supplier<Numbering> given = numbers.numberingAsNow();
        List<Snapshot.Endpoint> now = new ArrayList<>();
        endpoints.forEach((slot, pod, at) -> now.add(new Snapshot.Endpoint(slot, pod, at)));
        return new Snapshot(
                () -> new Compiler(nodeName, given.get(), ignoredLabels, hash),
                nodes.interfaces(),
                List.copyOf(objects.values()),
                now);
    }

    public Optional<ClusterObject> object(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    public Collection<ClusterObject> objects() {
        return Collections.unmodifiableCollection(objects.values());
    }

    @Override
    public Optional<PolicyEntry> entry(PolicyKey key) {
        return policyTable.entry(key);
    }

    @Override
    public Optional<Found<IpcacheEntry>> ipcache(Ipv4Address address) {
        return Prefixes.longest(ipcache.published().values(), address);
    }

    @Override
    public Optional<Found<Integer>> block(Ipv4Address address) {
        return Prefixes.longest(blocks.published().values(), address);
    }

    @Override
    public Optional<LocalEndpoint> endpoint(Ipv4Address address) {
        return endpoints.at(address).stream().min(Integer::compare).flatMap(endpoints::published);
    }

    @Override
    public List<Origin> origins(int rule) {
        return numbers.rules().value(rule).orElse(List.of());
    }

    @Override
    public List<CompiledRule> rules(int policySet, Direction direction) {
        return policySets.set(policySet).map(set -> set.rules(direction)).orElse(List.of());
    }
}
