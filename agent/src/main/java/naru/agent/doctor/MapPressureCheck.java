package naru.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import naru.wire.AgentReplies.MapUse;

/** Tables of the kernel that are nearly full: what does not fit is closed or refused. */
public final class MapPressureCheck implements Check {

    private static final int WARN_PERCENT = 90;

    private final Supplier<List<MapUse>> maps;

    public MapPressureCheck(Supplier<List<MapUse>> maps) {
        this.maps = maps;
    }

    @Override
    public String name() {
        return "map-pressure";
    }

    @Override
    public List<Finding> look() {
        List<Finding> found = new ArrayList<>();
        for (MapUse map : maps.get()) {
            if (map.entries() * 100 >= map.maximum() * WARN_PERCENT) {
                found.add(finding(map));
            }
        }
        return found;
    }

    private Finding finding(MapUse map) {
        return new Finding(
                name(),
                "a table of the kernel is nearly full",
                map.name(),
                "%d of %d entries".formatted(map.entries(), map.maximum()),
                why(map.name()),
                next(map.name()));
    }

    private static String why(String map) {
        return switch (map) {
            case "flow_map4" ->
                    "many connections at once; who begins most of them is refused first"
                            + " (`naru bpf ct list` shows whose they are)";
            case "policy_map" -> "many policies with many peers and ports on one node";
            case "endpoint_map4" -> "more pods than a node can have";
            default -> "more of them than a node was built for";
        };
    }

    private static String next(String map) {
        return switch (map) {
            case "flow_map4" -> "find who floods: naru monitor --type drop, naru bpf ct list";
            case "policy_map" ->
                    "join policies or give broader peers; a policy that does not fit closes its"
                            + " endpoint: naru endpoint list";
            case "endpoint_map4" -> "move pods to other nodes";
            default -> "take away what is not needed: naru status shows what each table holds";
        };
    }
}
