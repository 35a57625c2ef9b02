package naru.lab;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import naru.lab.cluster.Cluster;
import naru.lab.config.LabConfig;
import naru.lab.fabric.FabricPlan;
import naru.lab.fabric.Host;
import naru.lab.node.NodeRunner;
import naru.lab.node.NodeSetup;
import naru.lab.pod.Kubelet;
import naru.lab.pod.PodRunner;
import naru.model.ObjectKey;
import naru.wire.LabPlaces;

/**
 * All that one lab consists of. What is decided by looking at several parts is decided under the
 * lock.
 */
final class Lab {

    private final LabConfig config;
    private final Cluster cluster;
    private final FabricPlan plan;
    private final NodeSetup nodeSetup;
    private final Kubelet kubelet;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, NodeRunner> nodes = new ConcurrentSkipListMap<>();
    private final Map<String, Host> external = new ConcurrentSkipListMap<>();
    private final Map<ObjectKey, PodRunner> pods = new ConcurrentSkipListMap<>();
    private final Map<ObjectKey, Boolean> leaving = new ConcurrentHashMap<>();

    Lab(LabConfig config, Cluster cluster, NodeSetup nodeSetup, Kubelet kubelet) {
        this.config = config;
        this.cluster = cluster;
        this.plan = new FabricPlan(config);
        this.nodeSetup = nodeSetup;
        this.kubelet = kubelet;
    }

    LabConfig config() {
        return config;
    }

    LabPlaces places() {
        return nodeSetup.places();
    }

    Path netnsOfExternal(String name) {
        return places().namespaces().resolve("ext-" + name);
    }

    Cluster cluster() {
        return cluster;
    }

    FabricPlan plan() {
        return plan;
    }

    NodeSetup nodeSetup() {
        return nodeSetup;
    }

    Kubelet kubelet() {
        return kubelet;
    }

    ReentrantLock lock() {
        return lock;
    }

    Map<String, NodeRunner> nodes() {
        return nodes;
    }

    /** Hosts outside the cluster. */
    Map<String, Host> external() {
        return external;
    }

    Map<ObjectKey, PodRunner> pods() {
        return pods;
    }

    Optional<NodeRunner> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** Whether an object is being deleted. */
    boolean isLeaving(ObjectKey key) {
        return leaving.containsKey(key);
    }

    /** Marks an object as one that is being deleted; false if it was already. */
    boolean beginLeaving(ObjectKey key) {
        return leaving.putIfAbsent(key, true) == null;
    }

    void endLeaving(ObjectKey key) {
        leaving.remove(key);
    }
}
