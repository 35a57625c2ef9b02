package naru.agent.doctor;

import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.model.Ipv4Address;

/** A pod of this node that is whole, and its device as the agent knows it. */
public record LocalPod(EndpointRecord record, Attachment attachment) {

    Ipv4Address address() {
        return record.ipv4();
    }

    /** For people: whose, where. */
    String where() {
        return "%s (%s, %s)".formatted(record.name(), record.address(), record.device());
    }
}
