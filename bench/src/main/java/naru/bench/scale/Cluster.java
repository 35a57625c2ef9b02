package naru.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import naru.model.ClusterObject;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.Namespace;
import naru.model.Node;
import naru.model.Pod;
import naru.model.Pod.ContainerPort;
import naru.model.Protocol;

/**
 * A cluster as people have them, drawn from a seed: namespaces of some teams, workloads of some
 * replicas in them, each namespace with a handful of policies, pods spread over nodes. Node {@link
 * #HERE} is full.
 */
public final class Cluster {

    /** The node that tables are compiled for. */
    public static final String HERE = "node0";

    static final int PODS_HERE = 110;
    private static final int PODS_A_NODE = 256;
    private static final int NODES = Ipv4Address.parse("172.16.0.0").bits();
    private static final int PODS = Ipv4Address.parse("10.0.0.0").bits();
    private static final String[] TIERS = {"web", "api", "worker", "cache", "db", "queue"};
    private static final int MOST_REPLICAS = 16;

    private final Random random;
    private final Size size;
    private final PolicyMix policies;
    private final int[] podsOnNode;
    private int podsMade;

    /**
     * How large.
     *
     * @param pods in all; so many namespaces that each has a hundred
     */
    public record Size(int policies, int nodes, int pods) {

        int namespaces() {
            return Math.max(1, pods / 100);
        }
    }

    public Cluster(Size size, long seed) {
        this.size = size;
        this.random = new Random(seed);
        this.policies = new PolicyMix(random, size.namespaces());
        this.podsOnNode = new int[size.nodes()];
    }

    /** Tells all objects, in an order in which watchers may get them. */
    public void forEach(Consumer<ClusterObject> consumer) {
        for (int node = 0; node < size.nodes(); node++) {
            consumer.accept(node(node));
        }
        for (int namespace = 0; namespace < size.namespaces(); namespace++) {
            consumer.accept(namespace(namespace));
        }
        for (int policy = 0; policy < size.policies(); policy++) {
            consumer.accept(policies.policy(policy));
        }
        int workload = 0;
        while (podsMade < size.pods()) {
            workload(workload++, consumer);
        }
    }

    private static Node node(int number) {
        Ipv4Address address = new Ipv4Address(NODES + number + 1);
        return new Node(nodeName(number), Map.of(), List.of(address), List.of(range(number)));
    }

    private static Ipv4Prefix range(int node) {
        return new Ipv4Prefix(PODS + node * PODS_A_NODE, 24);
    }

    static Namespace namespace(int number) {
        return new Namespace(
                PolicyMix.namespaceName(number),
                Map.of("team", PolicyMix.team(number), "stage", number % 3 == 0 ? "prod" : "dev"));
    }

    private void workload(int number, Consumer<ClusterObject> consumer) {
        int namespace = number % size.namespaces();
        String tier = TIERS[number / size.namespaces() % TIERS.length];
        int replicas = Math.min(size.pods() - podsMade, 1 + random.nextInt(MOST_REPLICAS));
        List<ContainerPort> ports = new ArrayList<>();
        ports.add(new ContainerPort("http", 8080 + random.nextInt(4), Protocol.TCP));
        if (random.nextInt(3) == 0) {
            ports.add(new ContainerPort("metrics", 9100, Protocol.TCP));
        }
        Map<String, String> labels = labels(number, tier);
        for (int replica = 0; replica < replicas; replica++) {
            String name = "app-" + number + "-" + replica;
            consumer.accept(pod(namespace, name, labels(number, labels, replica), ports));
        }
    }

    /** Replicas share them, as they do behind the reader of manifests. */
    private static Map<String, String> labels(int workload, String tier) {
        return Map.of(
                "app",
                "app-" + workload,
                "tier",
                tier,
                "version",
                "v" + workload % 5,
                "pod-template-hash",
                Integer.toHexString(workload * 31));
    }

    /** Some workloads tell their replicas apart. */
    private static Map<String, String> labels(
            int workload, Map<String, String> shared, int replica) {
        if (workload % 20 != 0) {
            return shared;
        }
        Map<String, String> own = new TreeMap<>(shared);
        own.put("shard", "shard-" + replica);
        return own;
    }

    private Pod pod(
            int namespace, String name, Map<String, String> labels, List<ContainerPort> ports) {
        int node = chooseNode();
        podsMade++;
        return new Pod(
                PolicyMix.namespaceName(namespace),
                name,
                "uid-" + podsMade,
                labels,
                nodeName(node),
                List.of(new Ipv4Address(PODS + node * PODS_A_NODE + podsOnNode[node]++)),
                false,
                List.copyOf(ports),
                List.of(),
                "default",
                false);
    }

    private int chooseNode() {
        boolean here = podsOnNode[0] < PODS_HERE && random.nextInt(size.pods()) < 3 * PODS_HERE;
        int node = here || size.nodes() == 1 ? 0 : 1 + random.nextInt(size.nodes() - 1);
        while (podsOnNode[node] >= PODS_A_NODE - 2) {
            node = (node + 1) % size.nodes();
        }
        return node;
    }

    static String nodeName(int number) {
        return number == 0 ? HERE : "node" + number;
    }
}
