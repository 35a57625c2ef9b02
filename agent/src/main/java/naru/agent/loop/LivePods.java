package naru.agent.loop;

import java.util.List;
import java.util.Optional;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.Endpoints.Endpoint;

/**
 * The endpoints that are there whole: neither being made nor leaving, so that nobody but who puts
 * right what others changed changes anything of theirs. Asking costs the event loop nothing while
 * nothing happens.
 */
public final class LivePods {

    private final EventLoop loop;
    private final Engine engine;

    public LivePods(EventLoop loop, Engine engine) {
        this.loop = loop;
        this.engine = engine;
    }

    /** All of them. */
    public List<LivePod> all() throws Exception {
        Optional<List<Endpoint>> known = engine.endpoints().known();
        List<Endpoint> endpoints =
                known.isPresent() ? known.get() : loop.read(() -> engine.endpoints().copy());
        return endpoints.stream().flatMap(endpoint -> live(endpoint).stream()).toList();
    }

    /** Whether it is there as it was when somebody asked for {@link #all}. */
    public boolean isStillThere(LivePod pod) {
        try {
            return loop.read(() -> engine.endpoints().get(pod.record().slot()))
                    .flatMap(LivePods::live)
                    .filter(now -> now.attachment().equals(pod.attachment()))
                    .filter(now -> now.device().equals(pod.device()))
                    .isPresent();
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static Optional<LivePod> live(Endpoint endpoint) {
        EndpointRecord record = endpoint.record();
        return record.complete() && !record.leaving()
                ? endpoint.attachment().map(attachment -> new LivePod(record, attachment))
                : Optional.empty();
    }
}
