package naru.agent.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import naru.agent.endpoint.Addresses;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.EndpointStore;
import naru.agent.loop.Engine;
import naru.agent.loop.ProblemBoard;
import naru.agent.node.RecordRecovery.Recovered;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.device.Alias;
import naru.apply.device.HostVeth;
import naru.apply.device.PodDevices;
import naru.apply.map.KernelMaps;
import naru.datapath.DatapathMaps;
import naru.desired.DesiredEndpoint;
import naru.wire.AgentReplies.Problem;

/**
 * Takes over what an earlier agent left: endpoints whose record is complete and whose device is
 * there, whatever somebody did to it meanwhile: that is put right afterwards, programs here and
 * now. A record that is lost is made anew first. All else is taken away: what an ADD left half
 * done, and pods that went while no agent ran. Runs before the event loop does.
 */
public final class Restorer {

    private static final System.Logger LOG = System.getLogger("naru.agent");
    private static final int MOST_NAMED = 5;

    private final Engine engine;
    private final EndpointStore store;
    private final Addresses addresses;
    private final PodDevices devices;
    private final DatapathHooks hooks;
    private final DatapathMaps maps;
    private final ProblemBoard problems;
    private final RepairLog repairs;
    private final NamelessPods nameless;
    private final List<Problem> found = new ArrayList<>();
    private final List<EndpointRecord> unknown = new ArrayList<>();

    /**
     * @param maps tell what the datapath knows of endpoints
     */
    public Restorer(
            Engine engine,
            EndpointStore store,
            Addresses addresses,
            PodDevices devices,
            DatapathHooks hooks,
            DatapathMaps maps,
            ProblemBoard problems,
            RepairLog repairs) {
        this.engine = engine;
        this.store = store;
        this.addresses = addresses;
        this.devices = devices;
        this.hooks = hooks;
        this.maps = maps;
        this.problems = problems;
        this.repairs = repairs;
        this.nameless = new NamelessPods(engine, store, devices, problems);
    }

    /** Answers what was taken over. */
    public List<EndpointRecord> restore() throws IOException {
        EndpointStore.Contents contents = store.load();
        Map<String, HostVeth> veths =
                devices.hostVeths().stream()
                        .collect(Collectors.toMap(HostVeth::name, Function.identity()));
        RecordRecovery recovery =
                new RecordRecovery(KernelMaps.endpoints(maps), veths.values(), addresses.held());
        List<EndpointRecord> records = new ArrayList<>(contents.records());
        records.addAll(recover(contents.broken(), recovery));
        records.addAll(adopt(contents, records, recovery));
        List<EndpointRecord> kept = new ArrayList<>();
        List<Integer> gone = new ArrayList<>();
        Set<Integer> ifindexes = new HashSet<>();
        for (EndpointRecord record : records) {
            Optional<Attachment> attachment =
                    record.complete() && !record.leaving()
                            ? attachment(record, Optional.ofNullable(veths.get(record.device())))
                            : Optional.empty();
            if (attachment.isPresent() && keep(record, attachment.get())) {
                kept.add(record);
                ifindexes.add(attachment.get().ifindex());
            } else {
                LOG.log(
                        System.Logger.Level.INFO,
                        "endpoint {0} of {1} is gone or was never complete",
                        record.slot(),
                        record.name());
                gone.add(record.slot());
            }
        }
        prune(kept, ifindexes);
        for (int slot : gone) { // a device without a record would be taken for one that lost it
            store.remove(slot);
        }
        noteAnswered(kept, veths);
        nameless.nameLater(unknown.stream().filter(kept::contains).toList());
        found.addAll(addresses.findings().stream().map(Restorer::brokenAddress).toList());
        problems.say("state", found);
        return kept;
    }

    /** Whatever a file says, its pod may be there, with connections open. */
    private List<EndpointRecord> recover(List<Path> broken, RecordRecovery recovery)
            throws IOException {
        List<EndpointRecord> recovered = new ArrayList<>();
        for (Path file : broken) {
            Optional<Recovered> made = EndpointStore.slot(file).flatMap(recovery::recover);
            if (made.isPresent()) {
                recovered.add(rewrite(made.get()));
                found.add(madeAnew(file, made.get().record()));
            } else if (Files.size(file) == 0) {
                Files.delete(file); // an ADD had not got further
            } else {
                found.add(unreadable(file));
            }
        }
        return recovered;
    }

    /** Pods that are there, though no file says so. */
    private List<EndpointRecord> adopt(
            EndpointStore.Contents contents, List<EndpointRecord> known, RecordRecovery recovery) {
        Set<Integer> slots = new HashSet<>();
        known.forEach(record -> slots.add(record.slot()));
        contents.broken().forEach(file -> EndpointStore.slot(file).ifPresent(slots::add));
        List<EndpointRecord> adopted =
                recovery.withoutFile(slots, known).stream().map(this::rewrite).toList();
        if (!adopted.isEmpty()) {
            boolean nothingLeft = slots.isEmpty() && addresses.held().isEmpty();
            repairs.note(
                    RepairKind.RECORD,
                    store.folder().toString(),
                    (nothingLeft ? "the state folder was lost; " : "")
                            + "no record of %d endpoints that are there: %s"
                                    .formatted(adopted.size(), names(adopted)),
                    "took them over as the kernel knows them");
        }
        return adopted;
    }

    private static String names(List<EndpointRecord> records) {
        String first =
                records.stream()
                        .limit(MOST_NAMED)
                        .map(EndpointRecord::name)
                        .collect(Collectors.joining(", "));
        return records.size() > MOST_NAMED ? first + ", …" : first;
    }

    /** Writes it, and keeps in mind whether it is known which pod it is of. */
    private EndpointRecord rewrite(Recovered recovered) {
        EndpointRecord record = recovered.record();
        if (!recovered.isPodKnown()) {
            unknown.add(record);
        }
        try {
            store.save(record);
        } catch (IOException e) {
            found.add(
                    new Problem(
                            "an endpoint record could not be written again",
                            record.name(),
                            e.toString(),
                            "make room on the disk"));
        }
        return record;
    }

    private static Problem madeAnew(Path file, EndpointRecord record) {
        return new Problem(
                "an endpoint record could not be read and was made anew",
                file.toString(),
                "the kernel has endpoint %d, %s with %s at %s"
                        .formatted(record.slot(), record.name(), record.address(), record.device()),
                "nothing has to be done");
    }

    /** What an earlier agent did not note on devices, or could not any more: these are to stay. */
    private void noteAnswered(List<EndpointRecord> kept, Map<String, HostVeth> veths) {
        Map<Integer, Alias> silent = new TreeMap<>();
        for (EndpointRecord record : kept) {
            Alias alias = record.alias();
            Optional.ofNullable(veths.get(record.device()))
                    .filter(veth -> veth.owner().equals(alias.owner()))
                    .filter(veth -> !veth.alias().equals(alias))
                    .ifPresent(veth -> silent.put(veth.index(), alias));
        }
        devices.note(silent);
    }

    /**
     * As the datapath knows it, if that is of this device; else as the kernel has the device.
     * Empty: there is none, or not whole.
     */
    private Optional<Attachment> attachment(EndpointRecord record, Optional<HostVeth> named) {
        String owner = record.owner();
        Optional<DesiredEndpoint> known =
                KernelMaps.endpoint(maps, record.ipv4()).filter(e -> e.slot() == record.slot());
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

    /** False if its address is another's already. */
    private boolean keep(EndpointRecord record, Attachment attachment) {
        if (!hold(record)) {
            return false;
        }
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
        return true;
    }

    private boolean hold(EndpointRecord record) {
        try {
            Optional<String> refused = addresses.hold(record.holder(), record.ipv4());
            refused.ifPresent(
                    why ->
                            found.add(
                                    new Problem(
                                            "two endpoints claim one address: the later one is"
                                                    + " taken away",
                                            record.name(),
                                            why,
                                            "the pod has to be made again")));
            return refused.isEmpty();
        } catch (IOException e) { // it is held, and the record tells the next agent so
            found.add(
                    new Problem(
                            "an address can't be written down",
                            record.name(),
                            e.toString(),
                            "make room on the disk"));
            return true;
        }
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

    private static Problem unreadable(Path file) {
        return new Problem(
                "an endpoint record can't be read",
                file.toString(),
                "it is not what this agent wrote, and the kernel has no such endpoint",
                "remove the file; should there be a pod, it has to be made again");
    }

    private static Problem brokenAddress(String finding) {
        return new Problem(
                "an address record can't be read",
                finding,
                "pods that are there keep their addresses all the same",
                "remove the file");
    }
}
