package naru.agent.endpoint;

import java.util.Optional;
import naru.apply.device.Alias;
import naru.apply.device.PodInterface;
import naru.ipam.Holder;
import naru.model.Ipv4Address;
import naru.model.ObjectKey;

/**
 * What the agent must know of an endpoint to take it over, or away, after a restart.
 *
 * @param slot the endpoint id, 1 to 65535
 * @param namespace of the pod; empty like {@code pod} for a container without one
 * @param uid of the pod; empty if the runtime did not say
 * @param address dotted decimal
 * @param netns as the runtime named it
 * @param device name of the host-side veth
 * @param complete false while ADD is under way: after a crash such an endpoint is taken away
 * @param answered the runtime was told that it is there
 * @param leaving the runtime was told that it is gone: what is left of it is taken away
 * @param network name of the network configuration; empty in what earlier agents wrote
 */
public record EndpointRecord(
        int slot,
        String containerId,
        String interfaceName,
        String namespace,
        String pod,
        String uid,
        String address,
        String netns,
        String device,
        boolean complete,
        boolean answered,
        boolean leaving,
        String network) {

    /** The name in the configuration that {@code naru cni install} writes. */
    private static final String USUAL_NETWORK = "naru";

    public Ipv4Address ipv4() {
        return Ipv4Address.parse(address);
    }

    public Optional<ObjectKey> podKey() {
        return pod.isEmpty()
                ? Optional.empty()
                : Optional.of(new ObjectKey(ObjectKey.Kind.POD, namespace, pod));
    }

    /** Whom its address belongs to. */
    public Holder holder() {
        return holder(containerId, interfaceName, namespace, pod);
    }

    /** Whom its device says it was made for; see {@link Alias#owner}. */
    public String owner() {
        return PodInterface.owner(containerId, interfaceName);
    }

    /** What its device says once ADD is answered. */
    public Alias alias() {
        return Alias.of(containerId, interfaceName).with(slot, network, holder().pod());
    }

    public static Holder holder(String container, String device, String namespace, String pod) {
        return new Holder(container, device, pod.isEmpty() ? "" : namespace + "/" + pod);
    }

    public boolean isFor(String container, String device) {
        return containerId.equals(container) && interfaceName.equals(device);
    }

    /** Whether it was attached to the network of that name. */
    public boolean isOf(String name) {
        return name.equals(network.isEmpty() ? USUAL_NETWORK : network);
    }

    public EndpointRecord completed() {
        return with(true, false, false);
    }

    public EndpointRecord told() {
        return with(complete, true, leaving);
    }

    public EndpointRecord left() {
        return with(complete, answered, true);
    }

    /** The same endpoint, of which is known now whose it is. */
    public EndpointRecord of(ObjectKey known) {
        return new EndpointRecord(
                slot,
                containerId,
                interfaceName,
                known.namespace(),
                known.name(),
                uid,
                address,
                netns,
                device,
                complete,
                answered,
                leaving,
                network);
    }

    private EndpointRecord with(boolean nowComplete, boolean nowAnswered, boolean nowLeaving) {
        return new EndpointRecord(
                slot,
                containerId,
                interfaceName,
                namespace,
                pod,
                uid,
                address,
                netns,
                device,
                nowComplete,
                nowAnswered,
                nowLeaving,
                network);
    }

    /** For people: the pod, or else the container. */
    public String name() {
        return pod.isEmpty() ? "container " + containerId : namespace + "/" + pod;
    }
}
