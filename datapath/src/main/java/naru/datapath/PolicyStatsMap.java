package naru.datapath;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import naru.datapath.abi.AbiNumbers;
import naru.datapath.abi.PolicyStatsKeyLayout;
import naru.datapath.abi.TrafficLayout;

/** policy_stats_map: what each policy entry decided for each endpoint. */
public final class PolicyStatsMap extends TypedMap<PolicyStatsKey, Traffic> {

    PolicyStatsMap(Path maps) {
        super(open(maps, "policy_stats_map"), PolicyStatsKeyLayout.SIZE, TrafficLayout.SIZE);
    }

    /** Who gets a slot anew does not get the counters of him who had it before. */
    void forgetAllBut(Set<Integer> slots) {
        List<PolicyStatsKey> gone =
                all().keySet().stream().filter(key -> !slots.contains(key.endpoint())).toList();
        gone.forEach(this::remove);
    }

    @Override
    byte[] writeKey(PolicyStatsKey key) {
        int prefixLength =
                key.protocol() == 0
                        ? AbiNumbers.POLICY_PREFIX_PEER
                        : AbiNumbers.POLICY_PREFIX_PROTOCOL + key.portPrefix();
        return new PolicyStatsKeyLayout(
                        key.identity(),
                        key.blockSet(),
                        key.port(),
                        key.endpoint(),
                        key.direction().number(),
                        key.protocol(),
                        prefixLength)
                .toBytes();
    }

    @Override
    PolicyStatsKey readKey(byte[] bytes) {
        return PolicyStatsKey.of(PolicyStatsKeyLayout.read(bytes));
    }

    @Override
    byte[] writeValue(PolicyStatsKey key, Traffic value) {
        throw Words.writtenByPrograms("policy_stats_map");
    }

    @Override
    Traffic readValue(byte[] bytes) {
        return Traffic.of(TrafficLayout.read(bytes));
    }
}
