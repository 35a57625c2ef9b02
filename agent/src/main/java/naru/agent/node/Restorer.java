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
import naru.apply.device.HostVeth;
import naru.apply.device.PodDevices;
import naru.wire.AgentReplies.Problem;

/**
 * Takes over what an earlier agent left: endpoints whose record is complete and whose device is
 * there whole. All else is taken away: what an ADD left half done, and pods that went while no
 * agent ran. Runs before the event loop does.
 */
public final class Restorer {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    private final Engine engine;
    private final EndpointStore store;
    private final Addresses addresses;
    private final PodDevices devices;
    private final DatapathHooks hooks;
    private final ProblemBoard problems;

    public Restorer(
            Engine engine,
            EndpointStore store,
            Addresses addresses,
            PodDevices devices,
            DatapathHooks hooks,
            ProblemBoard problems) {
        this.engine = engine;
        this.store = store;
        this.addresses = addresses;
        this.devices = devices;
        this.hooks = hooks;
        this.problems = problems;
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
            Optional<HostVeth> veth = Optional.ofNullable(veths.get(record.device()));
            if (record.complete()
                    && !record.leaving()
                    && veth.filter(v -> isWhole(record, v)).isPresent()) {
                keep(record, veth.get());
                kept.add(record);
                ifindexes.add(veth.get().index());
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

    private static boolean isWhole(EndpointRecord record, HostVeth veth) {
        return veth.up()
                && veth.podMac().isPresent()
                && veth.owner().equals(record.containerId() + "/" + record.interfaceName());
    }

    private void keep(EndpointRecord record, HostVeth veth) throws IOException {
        addresses.hold(record.holder(), record.ipv4());
        hooks.attach(veth.index());
        Attachment attachment =
                new Attachment(
                        veth.index(),
                        veth.podMac().orElseThrow().bits(),
                        veth.mac().bits(),
                        veth.mtu());
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
