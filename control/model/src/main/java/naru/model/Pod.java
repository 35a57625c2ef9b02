package naru.model;

import java.util.List;
import java.util.Map;

/**
 * What networking needs to know of a pod.
 *
 * @param nodeName empty while not scheduled
 * @param addresses {@code status.podIPs}; empty until the pod has one. A host-network pod has its
 *     node's
 * @param ports the ports of all containers; an unnamed port has an empty name
 * @param wishedAddresses the addresses that annotation {@code cni.projectcalico.org/ipAddrs} asks
 *     for
 * @param serviceAccount {@code default} if the manifest names none
 * @param finished phase Succeeded or Failed: its address may be another pod's already
 */
public record Pod(
        String namespace,
        String name,
        String uid,
        Map<String, String> labels,
        String nodeName,
        List<Ipv4Address> addresses,
        boolean hostNetwork,
        List<ContainerPort> ports,
        List<Ipv4Address> wishedAddresses,
        String serviceAccount,
        boolean finished)
        implements ClusterObject {

    public Pod {
        labels = Map.copyOf(labels);
        addresses = List.copyOf(addresses);
        ports = List.copyOf(ports);
        wishedAddresses = List.copyOf(wishedAddresses);
    }

    /** A port that a container says it listens on. */
    public record ContainerPort(String name, int number, Protocol protocol) {}

    @Override
    public ObjectKey key() {
        return new ObjectKey(ObjectKey.Kind.POD, namespace, name);
    }
}
