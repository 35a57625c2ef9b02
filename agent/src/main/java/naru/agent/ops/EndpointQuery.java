package naru.agent.ops;

import java.util.Optional;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.agent.loop.Engine;
import naru.wire.Operation.Refusal;

/** Finds the endpoint that somebody means. Only for the event loop. */
final class EndpointQuery {

    private EndpointQuery() {}

    /**
     * @param text an id, an address, namespace/pod, or the device's name
     */
    static Endpoint find(Engine engine, String text) throws Refusal {
        Optional<Endpoint> found =
                engine.endpoints().all().stream().filter(e -> isMeant(e, text)).findFirst();
        return found.orElseThrow(
                () ->
                        Refusal.failed(
                                "this node has no endpoint \"" + text + "\"",
                                "`naru endpoint list` shows those it has"));
    }

    private static boolean isMeant(Endpoint endpoint, String text) {
        return Integer.toString(endpoint.record().slot()).equals(text)
                || endpoint.record().address().equals(text)
                || endpoint.record().name().equals(text)
                || endpoint.record().device().equals(text);
    }
}
