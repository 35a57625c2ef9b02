package naru.agent.cni;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import naru.agent.cni.CniRequest.PodName;
import naru.agent.endpoint.Addresses;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.EndpointStore;
import naru.agent.endpoint.Endpoints.Endpoint;
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
 * address is given, the intent is on disk, the devices exist, programs and maps are in place before
 * the pod can send, its policy is in force.
 */
final class PodAttacher {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EventLoop loop;
    private final Engine engine;
    private final Addresses addresses;
    private final EndpointStore store;
    private final PodDevices devices;
    private final PodHooks hooks;
    private final Supplier<NodeFacts> node;

    PodAttacher(CniParts parts) {
        this.loop = parts.loop();
        this.engine = parts.engine();
        this.addresses = parts.addresses();
        this.store = parts.store();
        this.devices = parts.devices();
        this.hooks = parts.hooks();
        this.node = parts.node();
    }

    /**
     * @return the endpoint, complete and on disk
     * @throws CniFailure the first thing that failed; what could not be taken back is suppressed
     */
    CniResult attach(CniRequest request) throws CniFailure, InterruptedException {
        Deadline deadline = new Deadline(PATIENCE);
        Undo undo = new Undo();
        try {
            return attach(request, deadline, undo);
        } catch (CniFailure e) {
            undo.run(e);
            throw e;
        } catch (NativeException e) {
            CniFailure failure =
                    new CniFailure(CniError.KERNEL_REFUSED, String.valueOf(e.getMessage()), "", e);
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
        Optional<Pod> pod = awaitPod(request, deadline);
        NodeFacts facts = node.get();
        EndpointRecord record = reserve(request, pod, undo);
        PodInterface wanted =
                new PodInterface(
                        record.containerId(),
                        record.interfaceName(),
                        request.netns().orElseThrow(),
                        record.ipv4(),
                        facts.address(),
                        facts.mtu());
        undo.add("device " + record.device(), () -> devices.remove(record.device()));
        HostVeth veth = devices.add(wanted, made -> guard(record, made, undo));
        awaitPolicy(record, deadline);
        complete(record, veth);
        return new CniResult(
                veth.name(),
                veth.mac().toString(),
                record.interfaceName(),
                veth.podMac().orElseThrow().toString(),
                request.netnsName(),
                record.ipv4(),
                PodInterface.GATEWAY);
    }

    private Optional<Pod> awaitPod(CniRequest request, Deadline deadline) throws Exception {
        if (request.pod().isEmpty()) {
            return Optional.empty();
        }
        PodName name = request.pod().get();
        ObjectKey key = new ObjectKey(ObjectKey.Kind.POD, name.namespace(), name.name());
        var known = loop.change(() -> engine.waiters().pod(key, name.uid()));
        return Optional.of(
                deadline.await(known, "pod " + name + " is not known to this node's agent yet"));
    }

    /** Slot and address, in memory and on disk. */
    private EndpointRecord reserve(CniRequest request, Optional<Pod> pod, Undo undo)
            throws Exception {
        String namespace = request.pod().map(PodName::namespace).orElse("");
        String name = request.pod().map(PodName::name).orElse("");
        var holder =
                EndpointRecord.holder(
                        request.containerId(), request.interfaceName(), namespace, name);
        undo.add("the address", () -> addresses.release(holder));
        Ipv4Address address = address(addresses.allocate(holder, wished(pod)));
        EndpointRecord record =
                loop.change(
                        () -> {
                            EndpointRecord fresh = intent(request, freeSlot(), address);
                            engine.putEndpoint(fresh, Optional.empty());
                            return fresh;
                        });
        undo.add("endpoint " + record.slot(), () -> forget(record));
        undo.add("the record of endpoint " + record.slot(), () -> store.remove(record.slot()));
        store.save(record);
        return record;
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
                false);
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

    private int freeSlot() throws CniFailure {
        return engine.endpoints()
                .freeSlot()
                .orElseThrow(
                        () ->
                                new CniFailure(
                                        CniError.TRY_AGAIN,
                                        "this node has as many endpoints as its tables hold",
                                        engine.endpoints().all().size() + " endpoints"));
    }

    /** The device exists and carries nothing yet: programs and maps come first. */
    private void guard(EndpointRecord record, HostVeth veth, Undo undo) {
        undo.add("the programs of " + veth.name(), () -> hooks.detach(veth.index()));
        hooks.attach(veth.index());
        undo.add("the map entries of " + record.address(), () -> leaveMaps(record));
        onLoop(() -> engine.putEndpoint(record, Optional.of(attachment(veth))));
    }

    /** As the kernel made it. */
    static Attachment attachment(HostVeth veth) {
        return new Attachment(
                veth.index(), veth.podMac().orElseThrow().bits(), veth.mac().bits(), veth.mtu());
    }

    private void awaitPolicy(EndpointRecord record, Deadline deadline) throws Exception {
        boolean labelled = !record.pod().isEmpty();
        var inForce = loop.change(() -> engine.waiters().inForce(record.slot(), labelled));
        deadline.await(inForce, "the policy of " + record.name() + " is not in force yet");
    }

    private void complete(EndpointRecord record, HostVeth veth) throws Exception {
        EndpointRecord complete = record.completed();
        store.save(complete);
        onLoop(() -> engine.putEndpoint(complete, Optional.of(attachment(veth))));
    }

    private void leaveMaps(EndpointRecord record) {
        onLoop(() -> engine.detachEndpoint(record));
    }

    private void forget(EndpointRecord record) {
        onLoop(() -> engine.forget(record.slot()));
    }

    private void onLoop(Runnable work) {
        try {
            loop.change(
                    () -> {
                        work.run();
                        return true;
                    });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The endpoint that this container has at that interface. */
    Optional<Endpoint> find(String containerId, String interfaceName) throws Exception {
        return loop.read(() -> engine.endpoints().of(containerId, interfaceName));
    }
}
