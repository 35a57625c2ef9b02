package naru.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Whether the kernel's maps hold what the compiler says: policy, identities, blocks, endpoints. */
public final class TablesCheck implements Check {

    private static final int NAMED = 3;

    private final Callable<Map<String, List<?>>> differences;

    /**
     * @param differences by map, the keys that are not as they should be
     */
    public TablesCheck(Callable<Map<String, List<?>>> differences) {
        this.differences = differences;
    }

    @Override
    public String name() {
        return "tables";
    }

    @Override
    public List<Finding> look() throws Exception {
        List<Finding> found = new ArrayList<>();
        differences
                .call()
                .forEach(
                        (map, keys) -> {
                            if (!keys.isEmpty()) {
                                found.add(finding(map, keys));
                            }
                        });
        return found;
    }

    private Finding finding(String map, List<?> keys) {
        String some =
                keys.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(", "));
        String more = keys.size() > NAMED ? " and " + (keys.size() - NAMED) + " more" : "";
        return new Finding(
                name(),
                "the kernel decides by other entries than the manifests say",
                map,
                keys.size() + " entries are missing, changed or strange: " + some + more,
                "somebody wrote into the map",
                "the agent puts them back at its next sweep; who has the map open: bpftool map"
                        + " show name "
                        + map);
    }
}
