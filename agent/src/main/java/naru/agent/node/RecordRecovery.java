package naru.agent.node;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import naru.agent.endpoint.EndpointRecord;
import naru.apply.device.HostVeth;
import naru.desired.DesiredEndpoint;
import naru.ipam.Holder;
import naru.model.Ipv4Address;

/**
 * Makes a record that can't be read anew, from what else tells of its endpoint: the datapath's
 * entry, which is there as long as packets pass; the device with the name of its container; and who
 * holds the address. The runtime's name of the namespace is lost, and nobody needs it. Whether the
 * runtime got its answer is not known either: should it ask again, it gets one.
 */
final class RecordRecovery {

    private final Map<Ipv4Address, DesiredEndpoint> inKernel;
    private final Map<Integer, HostVeth> veths;
    private final Map<Ipv4Address, Holder> holders;

    RecordRecovery(
            Map<Ipv4Address, DesiredEndpoint> inKernel,
            Collection<HostVeth> veths,
            Map<Ipv4Address, Holder> holders) {
        this.inKernel = inKernel;
        this.veths = veths.stream().collect(Collectors.toMap(HostVeth::index, Function.identity()));
        this.holders = holders;
    }

    /** The record of an endpoint; empty if no packet reaches it. */
    Optional<EndpointRecord> recover(int slot) {
        return inKernel.entrySet().stream()
                .filter(entry -> entry.getValue().slot() == slot)
                .findFirst()
                .flatMap(entry -> recover(entry.getKey(), entry.getValue()));
    }

    private Optional<EndpointRecord> recover(Ipv4Address address, DesiredEndpoint endpoint) {
        return Optional.ofNullable(veths.get(endpoint.ifindex()))
                .filter(veth -> veth.owner().indexOf('/') > 0)
                .map(veth -> record(address, endpoint.slot(), veth));
    }

    private EndpointRecord record(Ipv4Address address, int slot, HostVeth veth) {
        int slash = veth.owner().indexOf('/');
        String container = veth.owner().substring(0, slash);
        String device = veth.owner().substring(slash + 1);
        String pod =
                Optional.ofNullable(holders.get(address))
                        .filter(new Holder(container, device, "")::sameInterface)
                        .map(Holder::pod)
                        .orElse("");
        int inPod = pod.indexOf('/');
        return new EndpointRecord(
                slot,
                container,
                device,
                inPod < 0 ? "" : pod.substring(0, inPod),
                pod.substring(inPod + 1),
                "",
                address.toString(),
                "",
                veth.name(),
                true,
                false,
                false,
                "");
    }
}
