package naru.agent.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import naru.agent.endpoint.Addresses;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.EndpointStore;
import naru.agent.loop.Engine;
import naru.agent.loop.ProblemBoard;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.device.HostVeth;
import naru.apply.device.PodDevices;
import naru.desired.DesiredEndpoint;
import naru.model.Ipv4Address;
import naru.wire.AgentReplies.Problem;

/**
 * Takes over what an earlier agent left: endpoints whose record is complete and whose device is
 * there, whatever somebody did to it meanwhile: that is put right afterwards, programs here and
 * now. All else is taken away: what an ADD left half done, and pods that went while no agent ran.
 * Runs before the event loop does.
 */
public final class Restorer {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    private final Engine engine;
    private final EndpointStore store;
    private final Addresses addresses;
    private final PodDevices devices;
    private final DatapathHooks hooks;
    private final Function<Ipv4Address, Optional<DesiredEndpoint>> inKernel;
    private final ProblemBoard problems;
    private final RepairLog repairs;

    /**
     * @param inKernel what the datapath knows of an endpoint
     */
    public Restorer(
            Engine engine,
            EndpointStore store,
            Addresses addresses,
            PodDevices devices,
            DatapathHooks hooks,
            Function<Ipv4Address, Optional<DesiredEndpoint>> inKernel,
            ProblemBoard problems,
            RepairLog repairs) {
        this.engine = engine;
        this.store = store;
        this.addresses = addresses;
        this.devices = devices;
        this.hooks = hooks;
        this.inKernel = inKernel;
        this.problems = problems;
        this.repairs = repairs;
    }

    /** Answers what was taken over. */
    public List<EndpointRecord> restore() throws IOException {
        EndpointStore.Contents contents = store.load();
        report(contents.broken());
        Map<String, HostVeth> veths =
                devices.hostVeths().stream()
                        .collect(Collectors.toMap(HostVeth::name, Function.identity()));
        List<EndpointRecord> kept = new ArrayList<>();
        Set<Integer> ifindexes = new HashSet<>();
        for (EndpointRecord record : contents.records()) {
            Optional<Attachment> attachment =
                    record.complete() && !record.leaving()
                            ? attachment(record, Optional.ofNullable(veths.get(record.device())))
                            : Optional.empty();
            if (attachment.isPresent()) {
                keep(record, attachment.get());
                kept.add(record);
                ifindexes.add(attachment.get().ifindex());
            } else {
                LOG.log(
                        System.Logger.Level.INFO,
                        "endpoint {0} of {1} is gone or was never complete",
                        record.slot(),
                        record.name());
                store.remove(record.slot());
            }
        }
        prune(kept, ifindexes);
        return kept;
    }

    /**
     * As the datapath knows it, if that is of this device; else as the kernel has the device.
     * Empty: there is none, or not whole.
     */
    private Optional<Attachment> attachment(EndpointRecord record, Optional<HostVeth> named) {
        String owner = record.containerId() + "/" + record.interfaceName();
        Optional<DesiredEndpoint> known =
                inKernel.apply(record.ipv4()).filter(e -> e.slot() == record.slot());
        Optional<HostVeth> veth =
                named.or(() -> known.flatMap(e -> devices.hostVeth(e.ifindex())))
                        .or(() -> devices.hostVeth(owner));
        return known.filter(e -> veth.filter(v -> v.index() == e.ifindex()).isPresent())
                .map(e -> new Attachment(e.ifindex(), e.mac(), e.hostMac(), e.mtu()))
                .or(
                        () ->
                                veth.filter(v -> v.podMac().isPresent())
                                        .filter(v -> v.owner().equals(owner))
                                        .map(Restorer::asFound));
    }

    /** What the kernel says of a device whose pod's end is there. */
    static Attachment asFound(HostVeth veth) {
        return new Attachment(
                veth.index(), veth.podMac().orElseThrow().bits(), veth.mac().bits(), veth.mtu());
    }

    private void keep(EndpointRecord record, Attachment attachment) throws IOException {
        addresses.hold(record.holder(), record.ipv4());
        boolean present = hooks.arePresent(attachment.ifindex());
        hooks.attach(attachment.ifindex());
        if (!present) {
            repairs.note(
                    RepairKind.PROGRAM,
                    "programs at " + record.device(),
                    "a program missing when the agent started",
                    "attached it");
        }
        engine.putEndpoint(record, Optional.of(attachment));
    }

    private void prune(List<EndpointRecord> kept, Set<Integer> ifindexes) throws IOException {
        List<HostVeth> strays =
                devices.prune(
                        kept.stream().map(EndpointRecord::device).collect(Collectors.toSet()));
        for (HostVeth stray : strays) {
            LOG.log(System.Logger.Level.INFO, "removed {0}: nobody''s device", stray.name());
        }
        hooks.pruneEndpoints(ifindexes);
        addresses.releaseAllBut(kept.stream().map(EndpointRecord::holder).toList());
        addresses.ranges(List.of());
    }

    private void report(List<Path> broken) {
        problems.say(
                "state",
                broken.stream()
                        .map(
                                file ->
                                        new Problem(
                                                "an endpoint record can't be read",
                                                file.toString(),
                                                "it is not what this agent wrote",
                                                "remove the file; the pod has to be made again"))
                        .toList());
    }
}
