package naru.agent.doctor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;

/** The pods that checks look at: those whose ADD is done and whose DEL has not begun. */
@FunctionalInterface
public interface LocalPods {

    /** As of now. */
    List<LocalPod> all() throws Exception;

    /** Those of an agent. */
    static LocalPods of(EventLoop loop, Engine engine) {
        return () ->
                loop.read(
                        () ->
                                engine.endpoints().all().stream()
                                        .filter(e -> e.attachment().isPresent())
                                        .filter(e -> e.record().complete())
                                        .filter(e -> !e.record().leaving())
                                        .map(LocalPods::pod)
                                        .toList());
    }

    private static LocalPod pod(Endpoint endpoint) {
        return new LocalPod(endpoint.record(), endpoint.attachment().orElseThrow());
    }

    /** Their host-side devices: number to name. */
    default Map<Integer, String> devices() throws Exception {
        Map<Integer, String> devices = new TreeMap<>();
        all().forEach(pod -> devices.put(pod.attachment().ifindex(), pod.record().device()));
        return devices;
    }
}
