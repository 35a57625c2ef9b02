package naru.naive.generate;

import java.util.ArrayList;
import java.util.List;
import naru.model.ClusterObject;
import naru.model.Ipv4Address;
import naru.model.Namespace;
import naru.model.NetworkPolicy;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.naive.NaiveCluster;

/**
 * A cluster to begin with, and what may happen to it next. No two pods ever have the same address.
 */
public final class ClusterGenerator {

    private final Dice dice;
    private final ObjectGenerator objects;
    private final PolicyGenerator policies;
    private final NaiveCluster cluster = new NaiveCluster();
    private int pods;

    public ClusterGenerator(Dice dice) {
        this.dice = dice;
        this.objects = new ObjectGenerator(dice);
        this.policies = new PolicyGenerator(dice);
    }

    /** As it is after all changes so far. */
    public NaiveCluster cluster() {
        return cluster;
    }

    /** The changes that make a cluster of nothing. */
    public List<Change> beginning(int podCount, int policyCount) {
        List<Change> changes = new ArrayList<>();
        Words.NODES.forEach(name -> changes.add(put(objects.node(name))));
        Words.NAMESPACES.forEach(name -> changes.add(put(objects.namespace(name))));
        for (int i = 0; i < podCount; i++) {
            changes.add(newPod());
        }
        for (int i = 0; i < policyCount; i++) {
            changes.add(newPolicy());
        }
        return changes;
    }

    /** Something else happens. */
    public Change next() {
        int chance = dice.below(100);
        if (chance < 35) {
            return newPolicy();
        }
        if (chance < 45) {
            return removeOne(NetworkPolicy.class);
        }
        if (chance < 55) {
            return newPod();
        }
        if (chance < 63) {
            return removeOne(Pod.class);
        }
        if (chance < 85) {
            return changePod();
        }
        return chance < 95 ? changeNamespace() : put(objects.node(dice.pick(Words.NODES)));
    }

    private Change newPolicy() {
        return put(policies.policy(dice.pick(Words.NAMESPACES), dice.pick(Words.POLICIES)));
    }

    private Change newPod() {
        String name = "pod" + pods++;
        String node = dice.pick(Words.NODES);
        return put(
                dice.percent(8)
                        ? objects.hostNetworkPod(dice.pick(Words.NAMESPACES), name, node)
                        : objects.pod(dice.pick(Words.NAMESPACES), name, node, freeAddress(node)));
    }

    private Ipv4Address freeAddress(String node) {
        int bits = Words.podCidr(node).bits() + 1;
        while (isHeld(new Ipv4Address(bits))) {
            bits++;
        }
        return new Ipv4Address(bits);
    }

    private boolean isHeld(Ipv4Address address) {
        return cluster.all(Pod.class).stream().anyMatch(pod -> pod.addresses().contains(address));
    }

    private Change changePod() {
        List<Pod> known = cluster.all(Pod.class);
        if (known.isEmpty()) {
            return newPod();
        }
        Pod pod = dice.pick(known);
        int chance = dice.below(100);
        if (pod.hostNetwork() || chance < 60) {
            return put(objects.relabelled(pod));
        }
        if (chance < 70) {
            return put(objects.finished(pod));
        }
        return put(
                chance < 80
                        ? objects.withoutAddress(pod)
                        : objects.pod(
                                pod.namespace(),
                                pod.name(),
                                pod.nodeName(),
                                freeAddress(pod.nodeName())));
    }

    /** Namespaces also go and come back, and leave pods behind for a moment. */
    private Change changeNamespace() {
        String name = dice.pick(Words.NAMESPACES);
        boolean known = cluster.all(Namespace.class).stream().anyMatch(n -> n.name().equals(name));
        return known && dice.percent(20)
                ? remove(new ObjectKey(ObjectKey.Kind.NAMESPACE, "", name))
                : put(objects.namespace(name));
    }

    private Change removeOne(Class<? extends ClusterObject> kind) {
        List<? extends ClusterObject> known = cluster.all(kind);
        return known.isEmpty() ? newPolicy() : remove(dice.pick(known).key());
    }

    private Change put(ClusterObject object) {
        cluster.put(object);
        return new Change.Put(object);
    }

    private Change remove(ObjectKey key) {
        cluster.remove(key);
        return new Change.Remove(key);
    }

    /** Every node of the cluster. */
    public List<String> nodes() {
        return cluster.all(Node.class).stream().map(Node::name).toList();
    }
}
