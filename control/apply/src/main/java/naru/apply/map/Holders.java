package naru.apply.map;

import java.util.HashMap;
import java.util.Map;
import naru.compile.ReservedIdentity;

/**
 * How many addresses have each identity, or how many prefixes each block set, in the kernel now. A
 * number that nothing there holds is nobody's: where it was held before, the epochs have moved
 * since or move at the end of the round, so no kept decision rests on it.
 */
final class Holders {

    private final Map<Integer, Integer> counts = new HashMap<>();

    void add(int number) {
        counts.merge(number, 1, Integer::sum);
    }

    void remove(int number) {
        counts.computeIfPresent(number, (_, count) -> count == 1 ? null : count - 1);
    }

    void clear() {
        counts.clear();
    }

    /** True if no packet's peer has this identity; what is not a pod's may be anybody's. */
    boolean isNobodysIdentity(int identity) {
        return ReservedIdentity.isPod(identity) && !counts.containsKey(identity);
    }

    /** True if no prefix is of this block set; 0 is anybody's. */
    boolean isNobodysBlockSet(int blockSet) {
        return blockSet != 0 && !counts.containsKey(blockSet);
    }
}
