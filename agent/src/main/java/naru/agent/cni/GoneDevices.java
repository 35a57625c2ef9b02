package naru.agent.cni;

import java.util.Optional;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.Endpoints.Endpoint;

/** Endpoints whose device went without a DEL. */
final class GoneDevices {

    private static final System.Logger LOG = System.getLogger("naru.cni");

    private final CniParts parts;
    private final PodDetacher detacher;

    GoneDevices(CniParts parts, PodDetacher detacher) {
        this.parts = parts;
        this.detacher = detacher;
    }

    Optional<Endpoint> endpointOf(String device) throws Exception {
        return parts.loop()
                .read(
                        () ->
                                parts.engine().endpoints().all().stream()
                                        .filter(e -> e.record().device().equals(device))
                                        .filter(e -> e.attachment().isPresent())
                                        .findFirst());
    }

    /** Takes the endpoint away, unless it has a device again by now; answers what went. */
    Optional<EndpointRecord> detach(String device) throws Exception {
        Optional<Endpoint> endpoint = endpointOf(device);
        if (endpoint.isPresent() && isGone(device)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} lost its device without DEL: endpoint {1} goes too",
                    endpoint.get().record().name(),
                    endpoint.get().record().slot());
            EndpointRecord record = endpoint.get().record();
            detacher.close(record.containerId(), record.interfaceName(), Optional.empty());
            return Optional.of(record);
        }
        return Optional.empty();
    }

    private boolean isGone(String device) {
        return parts.devices().hostVeths().stream().noneMatch(veth -> veth.name().equals(device));
    }
}
