package naru.apply.map;

import java.util.HashSet;
import java.util.Set;
import naru.datapath.EpochMap;
import naru.datapath.abi.AbiNumbers;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/**
 * Which epochs a round of changes moves: the slots of endpoints and the buckets of addresses that
 * it touched (datapath/maps/epoch_map.h).
 */
final class EpochPlan {

    private final Set<Integer> indexes = new HashSet<>();

    void slot(int slot) {
        indexes.add(slot);
    }

    void prefix(Ipv4Prefix prefix) {
        long addresses = 1L << 32 - prefix.length();
        if (addresses >= AbiNumbers.EPOCH_BUCKETS) {
            for (int bucket = 0; bucket < AbiNumbers.EPOCH_BUCKETS; bucket++) {
                indexes.add(AbiNumbers.EPOCH_SLOTS + bucket);
            }
        } else {
            for (int i = 0; i < addresses; i++) {
                indexes.add(EpochMap.bucket(new Ipv4Address(prefix.bits() + i)));
            }
        }
    }

    Set<Integer> indexes() {
        return indexes;
    }
}
