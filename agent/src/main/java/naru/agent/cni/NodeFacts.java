package naru.agent.cni;

import java.nio.file.Path;
import naru.agent.endpoint.EndpointRecord;
import naru.apply.device.PodInterface;
import naru.model.Ipv4Address;

/**
 * What a pod's wiring needs to know of its node.
 *
 * @param address that the node's own packets to its pods carry
 * @param mtu of pods, bytes of layer 3
 */
public record NodeFacts(Ipv4Address address, int mtu) {

    /** The interface that a pod is to have here. */
    PodInterface wanted(EndpointRecord pod, Path netns) {
        return new PodInterface(
                pod.containerId(), pod.interfaceName(), netns, pod.ipv4(), address, mtu);
    }
}
