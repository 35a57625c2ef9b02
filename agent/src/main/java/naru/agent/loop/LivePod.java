package naru.agent.loop;

import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.apply.device.HostEnd;
import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;

/** A pod of this node that is there whole, and its device as the agent knows it. */
public record LivePod(EndpointRecord record, Attachment attachment) {

    /** The number of the host-side device. */
    public int ifindex() {
        return attachment.ifindex();
    }

    /** The name of the host-side device. */
    public String device() {
        return record.device();
    }

    public Ipv4Address address() {
        return record.ipv4();
    }

    /**
     * What the node's end of its wire is to be.
     *
     * @param node the address that the node's own packets to pods carry
     */
    public HostEnd hostEnd(Ipv4Address node) {
        return new HostEnd(
                ifindex(),
                device(),
                record.alias(),
                address(),
                node,
                new MacAddress(attachment.hostMac()),
                new MacAddress(attachment.mac()),
                attachment.mtu());
    }

    /** For people: whose, where. */
    public String where() {
        return "%s (%s, %s)".formatted(record.name(), record.address(), device());
    }
}
