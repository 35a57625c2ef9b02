package naru.agent.cni;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import naru.agent.endpoint.Addresses;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.EndpointStore;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.apply.device.PodDevices;
import naru.apply.device.PodInterface;
import naru.linux.ffi.NativeException;
import naru.linux.netlink.MacAddress;

/**
 * Takes a pod out of the network, as often as asked and whatever is left of it. When it returns, no
 * packet passes to or from the pod any more, and that it leaves is on disk; the rest is the
 * business of {@link Departures}.
 */
public final class PodDetacher {

    private static final System.Logger LOG = System.getLogger("naru.cni");

    private final EventLoop loop;
    private final Engine engine;
    private final Addresses addresses;
    private final EndpointStore store;
    private final PodDevices devices;
    private final Departures departures;

    /** What the datapath remembers of an endpoint beside its record: flows and counters. */
    @FunctionalInterface
    public interface Leftovers {
        void remove(EndpointRecord record);
    }

    PodDetacher(CniParts parts, Departures departures) {
        this.loop = parts.loop();
        this.engine = parts.engine();
        this.addresses = parts.addresses();
        this.store = parts.store();
        this.devices = parts.devices();
        this.departures = departures;
    }

    /** Without an endpoint it removes what might be left of one. */
    void detach(String containerId, String interfaceName, Optional<Path> netns)
            throws CniFailure, InterruptedException {
        try {
            if (!closePromised(containerId, interfaceName, netns)
                    && !departures.isPromised(containerId, interfaceName)) {
                departures.finish(record -> record.isFor(containerId, interfaceName));
                devices.remove(PodInterface.hostName(containerId, interfaceName));
                addresses.release(EndpointRecord.holder(containerId, interfaceName, "", ""));
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (NativeException e) {
            throw new CniFailure(CniError.KERNEL_REFUSED, String.valueOf(e.getMessage()), "", e);
        } catch (IOException e) {
            throw new CniFailure(CniError.IO_FAILURE, String.valueOf(e.getMessage()), "", e);
        } catch (Exception e) {
            throw new CniFailure(CniError.TRY_AGAIN, String.valueOf(e.getMessage()), "", e);
        }
    }

    /** As {@link #close}; false also if it can't be written down that it leaves. */
    private boolean closePromised(String containerId, String interfaceName, Optional<Path> netns)
            throws Exception {
        try {
            return close(containerId, interfaceName, netns);
        } catch (IOException e) {
            // A disk that is full must not keep a pod: nothing of it is left when this returns.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "container {0} goes at once, because it can''t be written down: {1}",
                    containerId,
                    e);
            return false;
        }
    }

    /**
     * Closes an endpoint, so that it leaves; false if there is none.
     *
     * @param netns of the pod, if there still is one
     */
    boolean close(String containerId, String interfaceName, Optional<Path> netns) throws Exception {
        AtomicReference<Optional<Endpoint>> known = new AtomicReference<>(Optional.empty());
        try {
            loop.change(
                    () -> {
                        known.set(engine.endpoints().of(containerId, interfaceName));
                        known.get().ifPresent(e -> engine.detachEndpoint(e.record()));
                        return true;
                    });
        } finally {
            if (known.get().isPresent()) {
                leave(known.get().get(), netns);
            }
        }
        return known.get().isPresent();
    }

    private void leave(Endpoint endpoint, Optional<Path> netns) throws IOException {
        EndpointRecord record = endpoint.record();
        int ifindex = endpoint.attachment().map(Attachment::ifindex).orElse(0);
        boolean promised = false;
        try {
            store.save(record.left());
            promised = true;
            if (netns.isPresent() && endpoint.attachment().isPresent()) {
                release(record, endpoint.attachment().get(), netns.get());
            }
        } finally {
            departures.add(record, ifindex, promised);
        }
    }

    /** The pod's interface loses its name at once; should that fail, it goes later all the same. */
    private void release(EndpointRecord record, Attachment attachment, Path netns) {
        try {
            MacAddress mac = new MacAddress(attachment.mac());
            devices.release(netns, record.interfaceName(), mac, record.device());
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} of {1} stays until it is removed: {2}",
                    record.interfaceName(),
                    record.name(),
                    e.getMessage());
        }
    }
}
