package naru.datapath;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.ForwardReason;
import naru.datapath.abi.PolicyDirection;
import naru.datapath.abi.TrafficLayout;

/**
 * metrics_map: packets by drop reason and direction, summed over CPUs. Key: reason * 2 + direction.
 */
public final class MetricsMap extends PlaceMap<Traffic> {

    MetricsMap(Path maps) {
        super(open(maps, "metrics_map"), TrafficLayout.SIZE);
    }

    /** What was let through in a direction, whichever way. */
    public Traffic forwarded(PolicyDirection direction) {
        return forwardedFull(direction).plus(forwardedFast(direction));
    }

    /** What was let through after all steps. */
    public Traffic forwardedFull(PolicyDirection direction) {
        return at(ForwardReason.FORWARDED, direction);
    }

    /** What was let through by its flow's entry alone. */
    public Traffic forwardedFast(PolicyDirection direction) {
        return at(ForwardReason.FORWARDED_FAST, direction);
    }

    private Traffic at(ForwardReason reason, PolicyDirection direction) {
        return lookup(reason.number() * 2 + direction.number()).orElse(Traffic.NONE);
    }

    /** What was dropped for a reason in a direction. */
    public Traffic dropped(DropReason reason, PolicyDirection direction) {
        return lookup(reason.number() * 2 + direction.number()).orElse(Traffic.NONE);
    }

    /** What was dropped for each reason that occurred, in both directions together. */
    public Map<DropReason, Traffic> drops() {
        Map<DropReason, Traffic> drops = new LinkedHashMap<>();
        Map<Integer, Traffic> all = all();
        for (DropReason reason : DropReason.values()) {
            Traffic both =
                    all.getOrDefault(reason.number() * 2, Traffic.NONE)
                            .plus(all.getOrDefault(reason.number() * 2 + 1, Traffic.NONE));
            if (both.packets() > 0) {
                drops.put(reason, both);
            }
        }
        return drops;
    }

    @Override
    byte[] writeValue(Integer key, Traffic value) {
        throw Words.writtenByPrograms("metrics_map");
    }

    @Override
    Traffic readValue(byte[] bytes) {
        return Words.trafficOfCpus(bytes);
    }
}
