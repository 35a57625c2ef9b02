package naru.agent.loop;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.Endpoints;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.apply.map.MapApplier;
import naru.apply.map.MapApplier.Outcome;
import naru.apply.map.MapDrift;
import naru.compile.Compiler;
import naru.compile.Delta;
import naru.compile.LocalEndpoint;
import naru.desired.DesiredState;
import naru.model.Ipv4Address;
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.watch.ObjectEvent;

/**
 * What the agent knows, and how that gets into the kernel: events change the compiler, and {@link
 * #settle} brings what follows into the maps. Only for the event loop.
 */
public final class Engine {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    private final Compiler compiler;
    private final MapApplier applier;
    private final NumberingStore numbering;
    private final Endpoints endpoints = new Endpoints();
    private final DesiredState desired = new DesiredState();
    private final Revisions revisions;
    private final SettleReport report;
    private final EndpointWaiters waiters = new EndpointWaiters();
    private final Set<Integer> touchedSlots = new HashSet<>();
    private Set<Integer> closedSets = Set.of();
    private final PolicyTiming timing = new PolicyTiming();
    private boolean synced;
    private Runnable whenSynced = () -> {};
    private boolean readBack;

    public Engine(
            Compiler compiler,
            MapApplier applier,
            NumberingStore numbering,
            Revisions revisions,
            ProblemBoard problems) {
        this.compiler = compiler;
        this.applier = applier;
        this.numbering = numbering;
        this.revisions = revisions;
        this.report = new SettleReport(problems);
    }

    /** Something happened to the cluster's objects. */
    public void event(ObjectEvent event) {
        switch (event) {
            case ObjectEvent.Put put -> timing.compile(put.object(), compiler::put);
            case ObjectEvent.Removed removed -> timing.compile(removed.key(), compiler::remove);
            case ObjectEvent.Revision revision -> revisions.seen(revision.number());
            case ObjectEvent.Synced _ -> {
                synced = true;
                whenSynced.run();
                whenSynced = () -> {};
            }
            case ObjectEvent.ProblemsChanged problems -> report.manifests(problems);
        }
    }

    /** Once all objects are known, and before anything of that is in force. */
    public void whenSynced(Runnable work) {
        whenSynced = work;
    }

    /** The node's addresses, as its devices have them. */
    public void ownAddresses(Set<Ipv4Address> addresses) {
        compiler.setOwnAddresses(addresses);
    }

    /** An endpoint is known, or more of it. */
    public void putEndpoint(EndpointRecord record, Optional<Attachment> attachment) {
        endpoints.put(record, attachment);
        if (attachment.isPresent()) {
            touchedSlots.add(record.slot());
            record.podKey()
                    .ifPresentOrElse(
                            pod -> compiler.putEndpoint(record.slot(), pod, record.ipv4()),
                            () -> compiler.putEndpoint(record.slot(), record.ipv4()));
        }
    }

    /** Something is known of an endpoint that the kernel need not know. */
    public void noteEndpoint(EndpointRecord record, Optional<Attachment> attachment) {
        endpoints.put(record, attachment);
    }

    /** Completes when the pod's object is known, which may be now; see {@link EndpointWaiters}. */
    public CompletableFuture<Pod> awaitPod(ObjectKey pod, String uid) {
        CompletableFuture<Pod> known = waiters.pod(pod, uid);
        waiters.check(compiler, desired);
        return known;
    }

    /** The endpoint leaves the kernel's maps; its slot stays taken until {@link #forget}. */
    public void detachEndpoint(EndpointRecord record) {
        endpoints.put(record.left(), Optional.empty());
        compiler.removeEndpoint(record.slot());
        desired.endpoints().remove(record.ipv4());
    }

    /** Nothing of the endpoint is left; its slot may be given again. */
    public void forget(int slot) {
        endpoints.remove(slot);
    }

    /** The kernel's maps are compared with what they should be; differences are repaired. */
    public void audit() {
        readBack = false;
    }

    /** Reads the kernel's maps, on any thread; {@link #differences} says what is wrong in them. */
    public MapApplier.Reading readMaps() {
        return applier.read();
    }

    /** Keys by map that are not as they should be; nothing while not all objects are known. */
    public Map<String, List<?>> differences(MapApplier.Reading reading) {
        return synced ? reading.differences(desired) : Map.of();
    }

    /** What others changed in the maps, as far as a look of fixed cost tells. */
    public List<MapDrift> glance() {
        return readBack ? applier.glance(desired) : List.of();
    }

    /**
     * Makes the kernel agree with all that is known. Before the first list of objects is complete
     * it does nothing: what an earlier agent left stays in force.
     */
    public void settle() {
        if (!synced) {
            return;
        }
        Outcome outcome;
        do {
            outcome = bringIntoForce(drain());
        } while (!compiler.settled());
        closedSets = outcome.closedSets().keySet();
        report.outcome(outcome, endpoints, desired);
        revisions.applied();
        waiters.check(compiler, desired);
    }

    private Delta drain() {
        return timing.compile(compiler::drain);
    }

    private Outcome bringIntoForce(Delta delta) {
        long begin = System.nanoTime();
        Outcome outcome = write(delta);
        boolean policyChanged = !delta.policyPuts().isEmpty() || !delta.policyRemovals().isEmpty();
        timing.written(System.nanoTime() - begin, policyChanged);
        return outcome;
    }

    private Outcome write(Delta delta) {
        numbering.append(compiler.takeNewNumbers(), compiler::numbering);
        desired.change(delta);
        touchedSlots.addAll(delta.endpointPuts().keySet());
        touchedSlots.forEach(this::putDesired);
        touchedSlots.clear();
        if (!readBack) {
            int drifted = applier.readBack(desired);
            readBack = true;
            if (drifted > 0) {
                LOG.log(System.Logger.Level.WARNING, "{0} map entries had changed", drifted);
            }
        }
        return applier.apply(desired);
    }

    private void putDesired(int slot) {
        Optional<Attachment> attachment = endpoints.get(slot).flatMap(Endpoint::attachment);
        Optional<LocalEndpoint> policy = compiler.endpoint(slot);
        if (attachment.isPresent() && policy.isPresent()) {
            LocalEndpoint local = policy.get();
            desired.endpoints()
                    .put(
                            local.address(),
                            attachment.get().desired(slot, local.identity(), local.policySet()));
        }
    }

    /** Policy sets that do not fit into the kernel: their endpoints are closed. */
    public Set<Integer> closedSets() {
        return closedSets;
    }

    /** How long changes of policy took. */
    public PolicyTiming timing() {
        return timing;
    }

    public boolean isSynced() {
        return synced;
    }

    /** Read only. */
    public Compiler compiler() {
        return compiler;
    }

    /** Read only. */
    public DesiredState desired() {
        return desired;
    }

    /** Read only. */
    public Endpoints endpoints() {
        return endpoints;
    }

    public EndpointWaiters waiters() {
        return waiters;
    }

    /** The pod's object, if the source has delivered it. */
    public boolean knows(ObjectKey key) {
        return compiler.object(key).isPresent();
    }
}
