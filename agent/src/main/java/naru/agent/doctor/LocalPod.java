package naru.agent.doctor;

import java.nio.file.Path;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.apply.device.PodInterface;
import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;

/** A pod of this node that is whole, and its device as the agent knows it. */
public record LocalPod(EndpointRecord record, Attachment attachment) {

    Ipv4Address address() {
        return record.ipv4();
    }

    MacAddress mac() {
        return new MacAddress(attachment.mac());
    }

    /** For people: whose, where. */
    String where() {
        return "%s (%s, %s)".formatted(record.name(), record.address(), record.device());
    }

    /**
     * What its wiring is to be.
     *
     * @param nodeAddress that the node's own packets carry
     */
    PodInterface wanted(Ipv4Address nodeAddress) {
        return new PodInterface(
                record.containerId(),
                record.interfaceName(),
                Path.of(record.netns()),
                address(),
                nodeAddress,
                attachment.mtu());
    }
}
