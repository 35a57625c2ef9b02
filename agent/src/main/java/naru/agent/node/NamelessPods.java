package naru.agent.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.EndpointStore;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.agent.loop.Engine;
import naru.agent.loop.ProblemBoard;
import naru.apply.device.PodDevices;
import naru.model.Pod;
import naru.wire.AgentReplies.Problem;

/**
 * Endpoints that were taken over without anything on the node that told which pod they are of. The
 * cluster may know: the status of a pod names its address. Until all objects are known nothing is
 * changed in the kernel, so the pod stays under its policy meanwhile.
 */
final class NamelessPods {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    private final Engine engine;
    private final EndpointStore store;
    private final PodDevices devices;
    private final ProblemBoard problems;

    NamelessPods(Engine engine, EndpointStore store, PodDevices devices, ProblemBoard problems) {
        this.engine = engine;
        this.store = store;
        this.devices = devices;
        this.problems = problems;
    }

    /** Names them as soon as the cluster's objects are known. */
    void nameLater(List<EndpointRecord> nameless) {
        if (!nameless.isEmpty()) {
            engine.whenSynced(() -> name(nameless));
        }
    }

    private void name(List<EndpointRecord> nameless) {
        List<Problem> found = new ArrayList<>();
        for (EndpointRecord record : nameless) {
            Optional<Attachment> attachment =
                    engine.endpoints()
                            .get(record.slot())
                            .filter(there -> there.record().equals(record))
                            .flatMap(Endpoint::attachment);
            Optional<Pod> pod = pod(record);
            if (attachment.isPresent() && pod.isPresent()) {
                name(record.of(pod.get().key()), attachment.get());
            } else if (attachment.isPresent()) {
                found.add(unknown(record));
            }
        }
        problems.say("state/pods", found);
    }

    /** The one pod that has this address. */
    private Optional<Pod> pod(EndpointRecord record) {
        List<Pod> pods =
                engine.compiler().objects().stream()
                        .filter(Pod.class::isInstance)
                        .map(Pod.class::cast)
                        .filter(pod -> !pod.hostNetwork() && !pod.finished())
                        .filter(pod -> pod.addresses().contains(record.ipv4()))
                        .toList();
        return pods.size() == 1 ? Optional.of(pods.getFirst()) : Optional.empty();
    }

    private void name(EndpointRecord named, Attachment attachment) {
        engine.putEndpoint(named, Optional.of(attachment));
        try {
            store.save(named);
            devices.note(Map.of(attachment.ifindex(), named.alias()));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "which pod it is can''t be kept: {0}", e);
        }
    }

    private static Problem unknown(EndpointRecord record) {
        return new Problem(
                "which pod an endpoint is of was lost",
                "endpoint %d, container %s at %s"
                        .formatted(record.slot(), record.containerId(), record.address()),
                "its record is gone, its device does not say, and no pod has that address in its"
                        + " status",
                "if it is a pod's, make that anew: until then only its node reaches it");
    }
}
