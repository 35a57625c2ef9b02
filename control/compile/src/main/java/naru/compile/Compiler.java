package naru.compile;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import naru.compile.Delta.EndpointPolicy;
import naru.compile.Delta.IpcacheEntry;
import naru.model.ClusterObject;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.NetworkPolicy.BlockPeer;
import naru.model.NetworkPolicy.Direction;
import naru.model.ObjectKey;

/**
 * Turns events into changes of the kernel's tables for one node. The work for an event depends on
 * what it touches, not on the size of the cluster. One thread at a time. All views show what the
 * last {@link #drain} handed out.
 */
public final class Compiler implements Tables, RuleTable {

    /**
     * Labels that many pods have and no policy means: hashes and job ids. A {@code *} stands for
     * any text.
     */
    public static final Set<String> DEFAULT_IGNORED_LABELS =
            Set.of(
                    "pod-template-hash",
                    "pod-template-generation",
                    "controller-revision-hash",
                    "controller-uid",
                    "job-name",
                    "batch.kubernetes.io/*",
                    "statefulset.kubernetes.io/pod-name",
                    "apps.kubernetes.io/pod-index");

    /**
     * @param restored what {@link #numbering} said before a restart; {@link Numbering#EMPTY} the
     *     first time
     * @param ignoredLabelPatterns keys of pod labels that make no identity unless a policy names
     *     them
     */
    public Compiler(String nodeName, Numbering restored, Set<String> ignoredLabelPatterns) {}

    /** Adds or replaces an object of the cluster. */
    public void put(ClusterObject object) {}

    /** Forgets an object; one that is not there is no error. */
    public void remove(ObjectKey key) {}

    /** All addresses found on this node's interfaces; those of its Node object count besides. */
    public void setOwnAddresses(Set<Ipv4Address> addresses) {}

    /** An endpoint of a pod of this node. */
    public void putEndpoint(int slot, ObjectKey pod, Ipv4Address address) {}

    /** An endpoint that nobody named a pod for: it stays closed. */
    public void putEndpoint(int slot, Ipv4Address address) {}

    public void removeEndpoint(int slot) {}

    /** What changed since the last call. */
    public Delta drain() {
        return new Delta(Map.of(), Set.of(), Map.of(), Set.of(), Map.of(), Set.of(), Map.of());
    }

    public SortedMap<PolicyKey, PolicyEntry> policyEntries() {
        return new TreeMap<>();
    }

    public SortedMap<PolicyKey, PolicyEntry> policyEntries(int policySet) {
        return new TreeMap<>();
    }

    public Map<Ipv4Prefix, IpcacheEntry> ipcache() {
        return Map.of();
    }

    public Map<Ipv4Prefix, Integer> blocks() {
        return Map.of();
    }

    /** By slot. */
    public Map<Integer, EndpointPolicy> endpoints() {
        return Map.of();
    }

    public Optional<LocalEndpoint> endpoint(int slot) {
        return Optional.empty();
    }

    /** Those of pods; reserved ones are not among them. */
    public Collection<Identity> identities() {
        return List.of();
    }

    public Optional<Identity> identity(int number) {
        return Optional.empty();
    }

    /** What a block set number stands for. */
    public Set<BlockPeer> blockSet(int number) {
        return Set.of();
    }

    /** The policies that select the endpoints of a policy set. */
    public List<ObjectKey> policies(int policySet) {
        return List.of();
    }

    /**
     * The policies that isolate an endpoint in a direction; none: it is not isolated, or closed
     * (set 0).
     */
    public List<ObjectKey> isolatedBy(int slot, Direction direction) {
        return List.of();
    }

    /** To be kept over a restart, before what the last drain said is applied. */
    public Numbering numbering() {
        return Numbering.EMPTY;
    }

    public Work work() {
        return new Work(0, 0, 0);
    }

    /** The same objects, endpoints and numbers in a compiler of its own, to try something on. */
    public Compiler copy() {
        return this;
    }

    public Optional<ClusterObject> object(ObjectKey key) {
        return Optional.empty();
    }

    public Collection<ClusterObject> objects() {
        return List.of();
    }

    @Override
    public Optional<PolicyEntry> entry(PolicyKey key) {
        return Optional.empty();
    }

    @Override
    public Optional<Found<IpcacheEntry>> ipcache(Ipv4Address address) {
        return Optional.empty();
    }

    @Override
    public Optional<Found<Integer>> block(Ipv4Address address) {
        return Optional.empty();
    }

    @Override
    public Optional<LocalEndpoint> endpoint(Ipv4Address address) {
        return Optional.empty();
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
