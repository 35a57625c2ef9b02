package naru.explain.fix;

import java.util.List;
import naru.compile.Compiler;
import naru.compile.Evaluator;
import naru.compile.LocalEndpoint;
import naru.compile.ReservedIdentity;
import naru.explain.Place;
import naru.explain.policy.Names;
import naru.model.NetworkPolicy.Direction;

/** What a node that is known as the host may reach: all its pods, whatever their policies say. */
final class HostReach {

    private static final int MOST_NAMES = 8;
    private static final int RESERVED_PROTOCOL = 255;

    private HostReach() {}

    /**
     * Does somebody unknown not get in everywhere already? Protocol 255 falls under "any" alone.
     */
    private static boolean isClosed(Compiler desired, LocalEndpoint endpoint) {
        return !new Evaluator(desired)
                .decide(
                        endpoint.policySet(),
                        Direction.INGRESS,
                        ReservedIdentity.WORLD.number(),
                        0,
                        RESERVED_PROTOCOL,
                        0)
                .allowed();
    }

    static List<String> of(Place place) {
        Compiler desired = place.desired();
        List<String> pods =
                desired.endpoints().keySet().stream()
                        .sorted()
                        .filter(
                                slot ->
                                        desired.endpoint(slot)
                                                .filter(e -> isClosed(desired, e))
                                                .isPresent())
                        .flatMap(
                                slot -> desired.endpoint(slot).flatMap(LocalEndpoint::pod).stream())
                        .map(Names::object)
                        .toList();
        String some = String.join(", ", pods.stream().limit(MOST_NAMES).toList());
        String more =
                pods.size() > MOST_NAMES ? " and " + (pods.size() - MOST_NAMES) + " more" : "";
        return List.of(
                "whatever runs on "
                        + place.node()
                        + " outside of pods (kubelet, host-network pods) reaches every port of the"
                        + " pods that policies close to others: "
                        + (some.isEmpty() ? "none now" : some + more));
    }
}
