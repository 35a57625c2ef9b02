package naru.agent.cni;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import naru.agent.cni.CniCall.AttachmentId;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.apply.device.HostVeth;
import naru.apply.device.PodInterface;
import naru.ipam.Holder;

/**
 * GC: takes away the attachments that the runtime does not know any more, and whatever belongs to
 * no attachment. It goes on after a failure and tells of all of them in the end.
 *
 * <p>An attachment that comes into being meanwhile stays, though runtimes should not ask for GC
 * then: one whose ADD was not answered when this began is not looked at.
 */
final class GarbageCollection {

    private static final System.Logger LOG = System.getLogger("naru.cni");

    private final CniParts parts;
    private final PodDetacher detacher;
    private final Departures departures;
    private final ContainerLocks locks;
    private final List<String> failures = new ArrayList<>();

    GarbageCollection(
            CniParts parts, PodDetacher detacher, Departures departures, ContainerLocks locks) {
        this.parts = parts;
        this.detacher = detacher;
        this.departures = departures;
        this.locks = locks;
    }

    /** What takes something away. */
    private interface Step {
        void run() throws Exception;
    }

    /**
     * @throws CniFailure what could not be taken away, and why
     */
    void collect(CniCall.Collect asked) throws CniFailure, InterruptedException {
        if (asked.valid().isPresent()) {
            for (EndpointRecord stale : stale(asked.network(), asked.valid().get())) {
                attempt("endpoint " + stale.slot() + " of " + stale.name(), () -> detach(stale));
            }
        }
        attempt("what pods left behind", () -> departures.finish(_ -> true));
        attempt("devices of no pod", this::strayDevices);
        attempt("addresses of no pod", this::strayAddresses);
        attempt("records of no endpoint", this::strayRecords);
        attempt("map entries of no endpoint", () -> parts.loop().post(parts.engine()::audit));
        if (!failures.isEmpty()) {
            throw new CniFailure(
                    CniError.REMAINS,
                    "not all that no pod has any more could be taken away",
                    String.join("; ", failures));
        }
    }

    private void attempt(String what, Step step) throws InterruptedException {
        try {
            step.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failures.add(what + ": " + e.getMessage());
        }
    }

    private Collection<EndpointRecord> stale(String network, Set<AttachmentId> valid)
            throws CniFailure, InterruptedException {
        return records().stream()
                .filter(r -> r.complete() && !r.leaving() && r.isOf(network))
                .filter(r -> !valid.contains(new AttachmentId(r.containerId(), r.interfaceName())))
                .toList();
    }

    private List<EndpointRecord> records() throws CniFailure, InterruptedException {
        try {
            return parts.loop()
                    .read(
                            () ->
                                    parts.engine().endpoints().all().stream()
                                            .map(Endpoint::record)
                                            .toList());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new CniFailure(CniError.TRY_AGAIN, String.valueOf(e.getMessage()), "", e);
        }
    }

    private void detach(EndpointRecord stale) throws Exception {
        AttachmentId attachment = new AttachmentId(stale.containerId(), stale.interfaceName());
        try (ContainerLocks.Held _ = locks.take(attachment)) {
            boolean same =
                    parts.loop()
                            .read(
                                    () ->
                                            parts.engine()
                                                    .endpoints()
                                                    .get(stale.slot())
                                                    .filter(e -> e.record().equals(stale))
                                                    .isPresent());
            if (same) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "GC: {0} is not attached any more: endpoint {1} goes",
                        stale.name(),
                        stale.slot());
                detacher.detach(stale.containerId(), stale.interfaceName(), Optional.empty());
            }
        }
    }

    private void strayDevices() throws Exception {
        List<HostVeth> veths = parts.devices().hostVeths();
        Set<String> wanted = new HashSet<>();
        for (AttachmentId attachment : locks.underWay()) {
            wanted.add(PodInterface.hostName(attachment.containerId(), attachment.interfaceName()));
        }
        records().forEach(record -> wanted.add(record.device()));
        for (HostVeth veth : veths) {
            if (!wanted.contains(veth.name())) {
                LOG.log(System.Logger.Level.INFO, "GC: {0} is nobody''s device", veth.name());
                parts.devices().remove(veth);
                parts.hooks().forget(veth.index());
            }
        }
    }

    private void strayAddresses() throws Exception {
        for (Holder holder : parts.addresses().holders()) {
            AttachmentId attachment =
                    new AttachmentId(holder.containerId(), holder.interfaceName());
            try (ContainerLocks.Held _ = locks.take(attachment)) {
                if (records().stream().noneMatch(r -> r.holder().sameInterface(holder))) {
                    LOG.log(System.Logger.Level.INFO, "GC: the address of {0} is free", holder);
                    parts.addresses().release(holder);
                }
            }
        }
    }

    private void strayRecords() throws Exception {
        Set<Integer> known =
                records().stream().map(EndpointRecord::slot).collect(Collectors.toSet());
        for (EndpointRecord record : parts.store().load().records()) {
            if (!known.contains(record.slot())) {
                removeRecord(record.slot());
            }
        }
    }

    /** Slots are given on the loop, so nobody gets this one meanwhile. */
    private void removeRecord(int slot) throws Exception {
        parts.loop()
                .note(
                        () -> {
                            if (parts.engine().endpoints().isFree(slot)) {
                                remove(slot);
                            }
                            return true;
                        });
    }

    private void remove(int slot) throws IOException {
        LOG.log(System.Logger.Level.INFO, "GC: record {0} is of no endpoint", slot);
        parts.store().remove(slot);
    }
}
