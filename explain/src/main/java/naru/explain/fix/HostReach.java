package naru.explain.fix;

import java.util.List;
import naru.compile.Compiler;
import naru.compile.LocalEndpoint;
import naru.explain.Place;
import naru.explain.policy.Names;
import naru.model.NetworkPolicy.Direction;

/** What a node that is known as the host may reach: all its pods, whatever their policies say. */
final class HostReach {

    private static final int MOST_NAMES = 8;

    private HostReach() {}

    static List<String> of(Place place) {
        Compiler desired = place.desired();
        List<String> pods =
                desired.endpoints().keySet().stream()
                        .sorted()
                        .filter(slot -> !desired.isolatedBy(slot, Direction.INGRESS).isEmpty())
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
                        + " outside of pods (kubelet, host-network pods) reaches every port of the "
                        + pods.size()
                        + " isolated pods there: "
                        + some
                        + more);
    }
}
