package naru.agent.cni;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import naru.agent.cni.CniRequest.PodName;
import naru.agent.endpoint.Addresses;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.EndpointStore;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.agent.endpoint.HookFinisher;
import naru.agent.endpoint.PodHooks;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.apply.device.HostVeth;
import naru.apply.device.PodDevices;
import naru.apply.device.PodInterface;
import naru.ipam.Answer;
import naru.linux.ffi.NativeException;
import naru.model.Ipv4Address;
import naru.model.ObjectKey;
import naru.model.Pod;

/**
 * Gives a pod its place in the network, whole or not at all. In this order: its object is known, an
 * address is given, the devices exist, programs are in place before the pod can send, its policy is
 * in force, its record is on disk.
 */
final class PodAttacher {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EventLoop loop;
    private final Engine engine;
    private final Addresses addresses;
    private final EndpointStore store;
    private final PodDevices devices;
    private final PodHooks hooks;
    private final HookFinisher finisher;
    private final Departures departures;
    private final Supplier<NodeFacts> node;

    PodAttacher(CniParts parts, Departures departures) {
        this.loop = parts.loop();
        this.engine = parts.engine();
        this.addresses = parts.addresses();
        this.store = parts.store();
        this.devices = parts.devices();
        this.hooks = parts.hooks();
        this.finisher = parts.finisher();
        this.departures = departures;
        this.node = parts.node();
    }

    /**
     * @return the endpoint, complete and on disk
     * @throws CniFailure the first thing that failed; what could not be taken back is suppressed
     */
    CniResult attach(CniRequest request) throws CniFailure, InterruptedException {
        PodNamespace.require(request);
        Deadline deadline = new Deadline(PATIENCE);
        Undo undo = new Undo();
        try {
            return attach(request, deadline, undo);
        } catch (CniFailure e) {
            undo.run(e);
            throw e;
        } catch (NativeException e) {
            CniFailure failure = PodNamespace.failure(request, e);
            undo.run(failure);
            throw failure;
        } catch (IOException e) {
            CniFailure failure =
                    new CniFailure(CniError.IO_FAILURE, String.valueOf(e.getMessage()), "", e);
            undo.run(failure);
            throw failure;
        } catch (InterruptedException | RuntimeException e) {
            undo.run(e);
            throw e;
        } catch (Exception e) {
            CniFailure failure =
                    new CniFailure(CniError.TRY_AGAIN, String.valueOf(e.getMessage()), "", e);
            undo.run(failure);
            throw failure;
        }
    }

    private CniResult attach(CniRequest request, Deadline deadline, Undo undo) throws Exception {
        Arrival arrival = arrive(request, undo);
        Optional<Pod> pod = awaitPod(request, arrival, deadline);
        departures.finish(
                gone -> gone.netns().equals(request.netnsName()) || isSame(gone, request));
        NodeFacts facts = node.get();
        EndpointRecord record = reserve(request, arrival.slot, pod, undo);
        PodInterface wanted = facts.wanted(record, request.netns().orElseThrow());
        undo.add("device " + record.device(), () -> devices.remove(record.device()));
        AtomicReference<CompletableFuture<Boolean>> policy = new AtomicReference<>();
        HostVeth veth = devices.add(wanted, made -> policy.set(guard(record, made, undo)));
        deadline.await(policy.get(), "the policy of " + record.name() + " is not in force yet");
        complete(record, veth, undo);
        return new CniResult(
                veth.name(),
                veth.mac().toString(),
                record.interfaceName(),
                veth.podMac().orElseThrow().toString(),
                request.netnsName(),
                veth.mtu(),
                record.ipv4(),
                PodInterface.GATEWAY);
    }

    private static boolean isSame(EndpointRecord record, CniRequest request) {
        return record.isFor(request.containerId(), request.interfaceName());
    }

    /**
     * What is known when a request comes.
     *
     * @param pod completes when its object is known; empty: a container without one
     */
    private record Arrival(int slot, Optional<CompletableFuture<Pod>> pod) {}

    private Arrival arrive(CniRequest request, Undo undo) throws Exception {
        Arrival arrival =
                loop.note(
                        () ->
                                new Arrival(
                                        reserveSlot(), request.pod().map(name -> awaitPod(name))));
        undo.add("slot " + arrival.slot, () -> forget(arrival.slot));
        return arrival;
    }

    private CompletableFuture<Pod> awaitPod(PodName name) {
        ObjectKey key = new ObjectKey(ObjectKey.Kind.POD, name.namespace(), name.name());
        return engine.awaitPod(key, name.uid());
    }

    private static Optional<Pod> awaitPod(CniRequest request, Arrival arrival, Deadline deadline)
            throws Exception {
        return arrival.pod.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        deadline.await(
                                arrival.pod.get(),
                                "pod "
                                        + request.pod().orElseThrow()
                                        + " is not known to this node's agent yet"));
    }

    /** An address, which is on disk: after a kill it shows that this request was under way. */
    private EndpointRecord reserve(CniRequest request, int slot, Optional<Pod> pod, Undo undo)
            throws Exception {
        String namespace = request.pod().map(PodName::namespace).orElse("");
        String name = request.pod().map(PodName::name).orElse("");
        var holder =
                EndpointRecord.holder(
                        request.containerId(), request.interfaceName(), namespace, name);
        undo.add("the address", () -> addresses.release(holder));
        Answer answer = addresses.allocate(holder, wished(pod));
        if (!(answer instanceof Answer.Given)) {
            departures.finish(_ -> true); // one of those may have it
            answer = addresses.allocate(holder, wished(pod));
        }
        return intent(request, slot, address(answer));
    }

    private static EndpointRecord intent(CniRequest request, int slot, Ipv4Address address) {
        return new EndpointRecord(
                slot,
                request.containerId(),
                request.interfaceName(),
                request.pod().map(PodName::namespace).orElse(""),
                request.pod().map(PodName::name).orElse(""),
                request.pod().map(PodName::uid).orElse(""),
                address.toString(),
                request.netnsName(),
                PodInterface.hostName(request.containerId(), request.interfaceName()),
                false,
                false,
                false,
                request.network());
    }

    private static Optional<Ipv4Address> wished(Optional<Pod> pod) {
        return pod.flatMap(p -> p.wishedAddresses().stream().findFirst());
    }

    private static Ipv4Address address(Answer answer) throws CniFailure {
        return switch (answer) {
            case Answer.Given given -> given.address();
            case Answer.Full full when full.ranges().isEmpty() ->
                    throw new CniFailure(CniError.TRY_AGAIN, full.reason(), "");
            case Answer.Full full ->
                    throw new CniFailure(CniError.ADDRESSES_EXHAUSTED, full.reason(), "");
            case Answer.Taken taken ->
                    throw new CniFailure(CniError.ADDRESS_REFUSED, taken.reason(), "");
            case Answer.OutOfRange out ->
                    throw new CniFailure(CniError.ADDRESS_REFUSED, out.reason(), "");
            case Answer.HasAnother other ->
                    throw new CniFailure(CniError.ADDRESS_REFUSED, other.reason(), "");
        };
    }

    private int reserveSlot() throws CniFailure {
        return engine.endpoints()
                .reserveSlot()
                .orElseThrow(
                        () ->
                                new CniFailure(
                                        CniError.TRY_AGAIN,
                                        "this node has as many endpoints as its tables hold",
                                        engine.endpoints().all().size() + " endpoints"));
    }

    /**
     * The device exists and carries nothing yet: programs come first. The map entries are written
     * while it is wired: a pod that the maps don't know is closed.
     *
     * @return completes when the pod's policy is in force
     */
    private CompletableFuture<Boolean> guard(EndpointRecord record, HostVeth veth, Undo undo) {
        undo.add("the programs of " + veth.name(), () -> hooks.forget(veth.index()));
        undo.add("the map entries of " + record.address(), () -> leaveMaps(record));
        boolean labelled = !record.pod().isEmpty();
        CompletableFuture<Boolean> inForce =
                loop.submit(
                                () -> {
                                    engine.putEndpoint(record, Optional.of(attachment(veth)));
                                    return engine.waiters().inForce(record.slot(), labelled);
                                })
                        .thenCompose(waiter -> waiter);
        hooks.attach(veth.index());
        return inForce;
    }

    /** As the kernel made it. */
    static Attachment attachment(HostVeth veth) {
        return new Attachment(
                veth.index(), veth.podMac().orElseThrow().bits(), veth.mac().bits(), veth.mtu());
    }

    private void complete(EndpointRecord record, HostVeth veth, Undo undo) throws Exception {
        EndpointRecord complete = record.completed();
        undo.add("the record of endpoint " + record.slot(), () -> store.remove(record.slot()));
        store.create(complete);
        loop.tell(() -> engine.noteEndpoint(complete, Optional.of(attachment(veth))));
        finisher.add(veth.index());
    }

    private void leaveMaps(EndpointRecord record) throws Exception {
        loop.change(
                () -> {
                    engine.detachEndpoint(record);
                    return true;
                });
    }

    private void forget(int slot) throws Exception {
        loop.note(
                () -> {
                    engine.forget(slot);
                    return true;
                });
    }

    /** The endpoint that this container has at that interface. */
    Optional<Endpoint> find(String containerId, String interfaceName) throws Exception {
        return loop.read(() -> engine.endpoints().of(containerId, interfaceName));
    }
}
