package naru.agent.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import naru.agent.endpoint.Addresses;
import naru.agent.endpoint.EndpointRecord;
import naru.ipam.Holder;
import naru.model.Ipv4Address;

/**
 * Whether addresses, endpoints and devices belong together: none held by nobody, none twice, none
 * that the next agent would not know of.
 */
public final class AddressCheck implements Check {

    private final Addresses addresses;
    private final Callable<List<EndpointRecord>> endpoints;
    private final Supplier<List<String>> devices;

    /**
     * @param endpoints all, those that come and leave among them
     * @param devices names of the host-side veths that there are
     */
    public AddressCheck(
            Addresses addresses,
            Callable<List<EndpointRecord>> endpoints,
            Supplier<List<String>> devices) {
        this.addresses = addresses;
        this.endpoints = endpoints;
        this.devices = devices;
    }

    @Override
    public String name() {
        return "addresses";
    }

    @Override
    public List<Finding> look() throws Exception {
        List<Finding> found = new ArrayList<>();
        // in the order in which they come, so that who comes meanwhile is not missed
        List<String> there = devices.get();
        Map<Ipv4Address, Holder> held = addresses.held();
        List<EndpointRecord> records = endpoints.call();
        held.forEach(
                (address, holder) -> {
                    if (records.stream().noneMatch(r -> r.holder().sameInterface(holder))) {
                        found.add(leaked(address, holder));
                    }
                });
        twice(records, found);
        Set<String> owned =
                records.stream().map(EndpointRecord::device).collect(Collectors.toSet());
        there.stream()
                .filter(device -> !owned.contains(device))
                .map(this::stray)
                .forEach(found::add);
        addresses.unstored().stream().map(this::unstored).forEach(found::add);
        return found;
    }

    private void twice(List<EndpointRecord> records, List<Finding> found) {
        Map<Ipv4Address, EndpointRecord> first = new HashMap<>();
        for (EndpointRecord record : records) {
            EndpointRecord other = record.leaving() ? null : first.put(record.ipv4(), record);
            if (other != null) {
                found.add(
                        new Finding(
                                name(),
                                "two pods have one address",
                                record.address(),
                                other.name() + " and " + record.name(),
                                "",
                                "delete one of them; and please report it: this must never be"));
            }
        }
    }

    private Finding leaked(Ipv4Address address, Holder holder) {
        return new Finding(
                name(),
                "an address is taken, and no pod has it",
                address.toString(),
                "held for " + holder,
                "an ADD or DEL was cut off and its remainder was not taken back",
                "restart the agent: it releases what nobody has");
    }

    private Finding stray(String device) {
        return new Finding(
                name(),
                "a device looks like a pod's, and no pod has it",
                device,
                "no endpoint has this device",
                "somebody made it, or the agent was killed and has not looked since",
                "restart the agent, which takes it away; or: ip link del " + device);
    }

    private Finding unstored(Holder holder) {
        return new Finding(
                name(),
                "a pod's address is not on disk: the next agent has to find it out",
                holder.toString(),
                "its file is not in the state folder",
                "somebody removed it",
                "restart the agent, which takes the pod over and writes it down; and see who"
                        + " removes files there");
    }
}
