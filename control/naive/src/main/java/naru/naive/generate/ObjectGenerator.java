package naru.naive.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import naru.model.Ipv4Address;
import naru.model.Namespace;
import naru.model.Node;
import naru.model.Pod;
import naru.model.Pod.ContainerPort;
import naru.model.Protocol;

/** Namespaces, nodes and pods. */
public final class ObjectGenerator {

    private final Dice dice;

    public ObjectGenerator(Dice dice) {
        this.dice = dice;
    }

    public Namespace namespace(String name) {
        return new Namespace(name, labels(Words.NAMESPACE_LABELS));
    }

    /** A node; sometimes with a second address. */
    public Node node(String name) {
        List<Ipv4Address> addresses = new ArrayList<>(List.of(Words.nodeAddress(name)));
        if (dice.percent(30)) {
            addresses.add(Ipv4Address.parse("192.0.2.2" + name.substring(1)));
        }
        return new Node(name, Map.of(), addresses, List.of(Words.podCidr(name)));
    }

    /** A running pod at an address of its node's range. */
    public Pod pod(String namespace, String name, String node, Ipv4Address address) {
        return new Pod(
                namespace,
                name,
                "uid-" + dice.below(1 << 30),
                labels(Words.POD_LABELS),
                node,
                List.of(address),
                false,
                ports(),
                List.of(),
                dice.pick(Words.SERVICE_ACCOUNTS),
                false);
    }

    /** A pod that uses its node's network. */
    public Pod hostNetworkPod(String namespace, String name, String node) {
        Pod pod = pod(namespace, name, node, Words.nodeAddress(node));
        return new Pod(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                pod.labels(),
                node,
                pod.addresses(),
                true,
                pod.ports(),
                List.of(),
                pod.serviceAccount(),
                false);
    }

    /** The same pod with other labels. */
    public Pod relabelled(Pod pod) {
        return with(pod, labels(Words.POD_LABELS), pod.addresses(), pod.finished());
    }

    /** The same pod, which has succeeded or failed. */
    public Pod finished(Pod pod) {
        return with(pod, pod.labels(), pod.addresses(), true);
    }

    /** The same pod before it has an address. */
    public Pod withoutAddress(Pod pod) {
        return with(pod, pod.labels(), List.of(), pod.finished());
    }

    private static Pod with(
            Pod pod, Map<String, String> labels, List<Ipv4Address> addresses, boolean finished) {
        return new Pod(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                labels,
                pod.nodeName(),
                addresses,
                pod.hostNetwork(),
                pod.ports(),
                pod.wishedAddresses(),
                pod.serviceAccount(),
                finished);
    }

    private Map<String, String> labels(Map<String, List<String>> words) {
        Map<String, String> labels = new TreeMap<>();
        new TreeMap<>(words)
                .forEach(
                        (key, values) -> {
                            if (dice.percent(60)) {
                                labels.put(key, dice.pick(values));
                            }
                        });
        return labels;
    }

    private List<ContainerPort> ports() {
        List<ContainerPort> ports = new ArrayList<>();
        for (String name : Words.PORT_NAMES) {
            for (Protocol protocol : Protocol.values()) {
                if (dice.percent(30)) {
                    ports.add(new ContainerPort(name, dice.pick(Words.PORTS), protocol));
                }
            }
        }
        if (dice.percent(20)) {
            ports.add(
                    new ContainerPort(
                            "web", dice.pick(Words.PORTS), Protocol.TCP)); // of another container
        }
        ports.add(new ContainerPort("", dice.pick(Words.PORTS), Protocol.TCP));
        return ports;
    }
}
