package naru.lab.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import naru.lab.scenario.ScenarioLab;
import naru.model.ClusterObject;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.NetworkPolicy;
import naru.model.Node;
import naru.model.Pod;
import naru.naive.generate.Dice;
import naru.naive.generate.ManifestText;
import naru.naive.generate.ObjectGenerator;
import naru.naive.generate.PolicyGenerator;

/** Pods, labels, policies and namespaces that change; what is stored is noted in the world too. */
final class Changes {

    static final List<String> NODES = List.of("n1", "n2");
    private static final List<String> NAMESPACES = List.of("x", "y", "z");
    private static final int FEW_PODS = 5;
    private static final int MANY_PODS = 10;
    private static final int MANY_POLICIES = 6;
    private static final Ipv4Address NONE = Ipv4Address.parse("0.0.0.0");

    private final Dice dice;
    private final ObjectGenerator objects;
    private final PolicyGenerator policies;
    private final World world;
    private final ScenarioLab lab;
    private final History history;
    private int names;

    Changes(Dice dice, World world, ScenarioLab lab, History history) {
        this.dice = dice;
        this.objects = new ObjectGenerator(dice);
        this.policies = new PolicyGenerator(dice);
        this.world = world;
        this.lab = lab;
        this.history = history;
    }

    /** The nodes, with addresses that the generated policies speak of. */
    static List<Node> nodes() {
        return NODES.stream().map(Changes::node).toList();
    }

    private static Node node(String name) {
        String number = name.substring(1);
        return new Node(
                name,
                Map.of(),
                List.of(Ipv4Address.parse("172.18.0.1" + number)),
                List.of(Ipv4Prefix.parse("10.244." + number + ".0/24")));
    }

    /** What there is at the beginning. */
    void begin() throws Exception {
        nodes().forEach(world::put);
        List<ClusterObject> all = new ArrayList<>();
        NAMESPACES.forEach(name -> all.add(objects.namespace(name)));
        for (int i = 0; i <= FEW_PODS; i++) {
            all.add(newPod());
        }
        all.add(newPolicy());
        all.forEach(world::put);
        lab.apply(text(all));
        all.forEach(object -> history.note("there is " + ManifestText.of(object)));
    }

    private static String text(List<ClusterObject> all) {
        StringBuilder text = new StringBuilder();
        all.forEach(object -> text.append("---\n").append(ManifestText.of(object)).append('\n'));
        return text.toString();
    }

    /** Something changes; it need not be in force when this returns. */
    void next() throws Exception {
        int chance = dice.below(100);
        if (chance < 30) {
            put(newPolicy());
        } else if (chance < 45) {
            removePolicy();
        } else if (chance < 65) {
            put(objects.relabelled(dice.pick(world.pods())));
        } else if (chance < 75) {
            put(objects.namespace(dice.pick(NAMESPACES)));
        } else if (world.pods().size() < FEW_PODS
                || chance < 88 && world.pods().size() < MANY_PODS) {
            put(newPod());
        } else {
            remove(dice.pick(world.pods()));
        }
    }

    private void removePolicy() throws Exception {
        List<NetworkPolicy> known = world.policies();
        if (known.isEmpty()) {
            put(newPolicy());
        } else {
            remove(dice.pick(known));
        }
    }

    private ClusterObject newPolicy() {
        List<NetworkPolicy> known = world.policies();
        String name =
                known.size() < MANY_POLICIES
                        ? "p" + names++
                        : dice.pick(known).name(); // replaces it, or is one more elsewhere
        return policies.policy(dice.pick(NAMESPACES), name);
    }

    private Pod newPod() {
        String name = "pod" + names++;
        Pod pod = objects.pod(dice.pick(NAMESPACES), name, dice.pick(NODES), NONE);
        return new Pod(
                pod.namespace(),
                name,
                "",
                pod.labels(),
                pod.nodeName(),
                List.of(),
                false,
                pod.ports(),
                List.of(),
                pod.serviceAccount(),
                false);
    }

    private void put(ClusterObject object) throws Exception {
        history.note("put " + ManifestText.of(object));
        world.put(object);
        lab.applyWithoutWaiting(ManifestText.of(object));
    }

    private void remove(ClusterObject object) throws Exception {
        history.note("remove " + object.key());
        world.remove(object.key());
        lab.deleteWithoutWaiting(ManifestText.of(object));
    }
}
