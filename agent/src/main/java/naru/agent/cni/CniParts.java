package naru.agent.cni;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import naru.agent.endpoint.Addresses;
import naru.agent.endpoint.Calm;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.EndpointStore;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.agent.endpoint.HookFinisher;
import naru.agent.endpoint.PodHooks;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.apply.device.PodDevices;

/**
 * What CNI requests work on.
 *
 * @param finisher told of new devices
 * @param calm told of requests
 * @param node what pods need to know of their node, as it is now
 * @param leftovers removes what the datapath remembers of a pod that is gone
 */
public record CniParts(
        EventLoop loop,
        Engine engine,
        Addresses addresses,
        EndpointStore store,
        PodDevices devices,
        PodHooks hooks,
        HookFinisher finisher,
        Calm calm,
        Supplier<NodeFacts> node,
        PodDetacher.Leftovers leftovers) {

    /** What is on its way out. */
    public Departures departures() {
        return new Departures(this);
    }

    /** The server of these. */
    public CniServer server(Departures departures) {
        return new CniServer(this, departures, this::told);
    }

    /** The device says it too, for an agent that finds no record. */
    private void told(String containerId, String interfaceName) throws Exception {
        Optional<Endpoint> told =
                loop.note(
                        () -> {
                            Optional<Endpoint> found =
                                    engine.endpoints().of(containerId, interfaceName);
                            found.ifPresent(
                                    e -> engine.noteEndpoint(e.record().told(), e.attachment()));
                            return found;
                        });
        if (told.isPresent()) {
            EndpointRecord record = told.get().record().told();
            told.get()
                    .attachment()
                    .ifPresent(a -> devices.note(Map.of(a.ifindex(), record.alias())));
            store.save(record);
        }
    }
}
