package naru.agent.cni;

import java.io.IOException;
import naru.agent.endpoint.Addresses;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.EndpointStore;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.agent.endpoint.PodHooks;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.apply.device.PodDevices;
import naru.apply.device.PodInterface;
import naru.linux.ffi.NativeException;

/**
 * Takes a pod out of the network, as often as asked and whatever is left of it: map entries first,
 * so that nobody reaches its address any more, the record on disk last.
 */
public final class PodDetacher {

    private final EventLoop loop;
    private final Engine engine;
    private final Addresses addresses;
    private final EndpointStore store;
    private final PodDevices devices;
    private final PodHooks hooks;
    private final Leftovers leftovers;

    /** What the datapath remembers of an endpoint beside its record: flows and counters. */
    @FunctionalInterface
    public interface Leftovers {
        void remove(EndpointRecord record);
    }

    PodDetacher(CniParts parts) {
        this.loop = parts.loop();
        this.engine = parts.engine();
        this.addresses = parts.addresses();
        this.store = parts.store();
        this.devices = parts.devices();
        this.hooks = parts.hooks();
        this.leftovers = parts.leftovers();
    }

    /** Without an endpoint it removes what might be left of one. */
    void detach(String containerId, String interfaceName) throws CniFailure, InterruptedException {
        try {
            var known = loop.read(() -> engine.endpoints().of(containerId, interfaceName));
            if (known.isPresent()) {
                detach(known.get());
            } else {
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

    /** Takes an endpoint away that is known. */
    public void detach(Endpoint endpoint) throws Exception {
        EndpointRecord record = endpoint.record();
        loop.change(
                () -> {
                    engine.detachEndpoint(record);
                    return true;
                });
        endpoint.attachment().ifPresent(a -> hooks.detach(a.ifindex()));
        devices.remove(record.device());
        leftovers.remove(record);
        addresses.release(record.holder());
        store.remove(record.slot());
        loop.change(
                () -> {
                    engine.forget(record.slot());
                    return true;
                });
    }
}
