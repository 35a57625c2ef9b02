package naru.agent.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.Endpoints;
import naru.apply.device.Alias;
import naru.apply.device.Alias.Answered;
import naru.apply.device.HostVeth;
import naru.apply.device.PodInterface;
import naru.desired.DesiredEndpoint;
import naru.ipam.Holder;
import naru.model.Ipv4Address;

/**
 * Makes a record that can't be read, or is not there any more, anew from what else tells of its
 * endpoint: the datapath's entry, which is there as long as packets pass; the device with what ADD
 * has noted on it; and who holds the address. The runtime's name of the namespace is lost, and
 * nobody needs it.
 */
final class RecordRecovery {

    private final Map<Ipv4Address, DesiredEndpoint> inKernel;
    private final Map<Integer, HostVeth> veths;
    private final Map<Ipv4Address, Holder> holders;

    /**
     * One endpoint.
     *
     * @param isPodKnown false if nothing told which pod it is of, if of any
     */
    record Recovered(EndpointRecord record, boolean isPodKnown) {}

    RecordRecovery(
            Map<Ipv4Address, DesiredEndpoint> inKernel,
            Collection<HostVeth> veths,
            Map<Ipv4Address, Holder> holders) {
        this.inKernel = new TreeMap<>(inKernel);
        this.veths = veths.stream().collect(Collectors.toMap(HostVeth::index, Function.identity()));
        this.holders = holders;
    }

    /** The record of an endpoint whose file can't be read; empty if no packet reaches it. */
    Optional<Recovered> recover(int slot) {
        return inKernel.entrySet().stream()
                .filter(entry -> entry.getValue().slot() == slot)
                .findFirst()
                .flatMap(entry -> recover(entry.getKey(), entry.getValue()));
    }

    /**
     * The endpoints that have no file at all, and were to stay. Who is being made has no file yet:
     * his device does not say that ADD was answered, and his address is on disk, which comes first.
     * Who leaves has no entry any more.
     *
     * @param slots of which there are files, be they readable or not
     * @param known other endpoints
     */
    List<Recovered> withoutFile(Set<Integer> slots, List<EndpointRecord> known) {
        Set<Integer> taken = new HashSet<>(slots);
        Set<String> owners = new HashSet<>();
        known.forEach(record -> owners.add(record.owner()));
        List<Recovered> found = new ArrayList<>();
        inKernel.forEach(
                (address, endpoint) -> {
                    HostVeth veth = veths.get(endpoint.ifindex());
                    if (veth != null
                            && endpoint.slot() <= Endpoints.MAXIMUM
                            && veth.address().filter(a -> !a.equals(address)).isEmpty()
                            && wasToStay(address, veth)
                            && !taken.contains(endpoint.slot())
                            && !owners.contains(veth.owner())) {
                        recover(address, endpoint).ifPresent(found::add);
                        taken.add(endpoint.slot());
                        owners.add(veth.owner());
                    }
                });
        return found;
    }

    private boolean wasToStay(Ipv4Address address, HostVeth veth) {
        return veth.alias().answered().isPresent()
                || !holders.containsKey(address)
                        && holders.values().stream().noneMatch(h -> isOf(h, veth.owner()));
    }

    private static boolean isOf(Holder holder, String owner) {
        return owner.equals(PodInterface.owner(holder.containerId(), holder.interfaceName()));
    }

    /** By what a device says alone; empty unless it is whole and its ADD was answered. */
    static Optional<EndpointRecord> fromDevice(HostVeth veth) {
        return veth.alias()
                .answered()
                .filter(_ -> veth.podMac().isPresent())
                .filter(answered -> answered.slot() <= Endpoints.MAXIMUM)
                .flatMap(
                        answered ->
                                veth.address()
                                        .map(
                                                address ->
                                                        record(
                                                                address,
                                                                answered.slot(),
                                                                veth,
                                                                answered.pod().orElse(""))));
    }

    private Optional<Recovered> recover(Ipv4Address address, DesiredEndpoint endpoint) {
        return Optional.ofNullable(veths.get(endpoint.ifindex()))
                .filter(veth -> veth.owner().indexOf('/') > 0)
                .map(veth -> recover(address, endpoint.slot(), veth));
    }

    private Recovered recover(Ipv4Address address, int slot, HostVeth veth) {
        Alias alias = veth.alias();
        Optional<String> pod =
                alias.answered()
                        .flatMap(Answered::pod)
                        .or(
                                () ->
                                        Optional.ofNullable(holders.get(address))
                                                .filter(h -> isOf(h, alias.owner()))
                                                .map(Holder::pod));
        return new Recovered(record(address, slot, veth, pod.orElse("")), pod.isPresent());
    }

    private static EndpointRecord record(Ipv4Address address, int slot, HostVeth veth, String pod) {
        Alias alias = veth.alias();
        int slash = alias.owner().indexOf('/');
        int inPod = pod.indexOf('/');
        return new EndpointRecord(
                slot,
                alias.owner().substring(0, slash),
                alias.owner().substring(slash + 1),
                inPod < 0 ? "" : pod.substring(0, inPod),
                pod.substring(inPod + 1),
                "",
                address.toString(),
                "",
                veth.name(),
                true,
                alias.answered().isPresent(),
                false,
                alias.answered().map(Answered::network).orElse(""));
    }
}
