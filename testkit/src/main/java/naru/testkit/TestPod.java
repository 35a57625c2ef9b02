package naru.testkit;

import naru.datapath.EndpointRecord;
import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;

/** A pod of a {@link HookNode}. */
public record TestPod(Ipv4Address address, EndpointRecord record) {

    public int ifindex() {
        return record.ifindex();
    }

    public int identity() {
        return record.identity();
    }

    public int slot() {
        return record.slot();
    }

    public int policySet() {
        return record.policySet();
    }

    public MacAddress mac() {
        return record.mac();
    }
}
