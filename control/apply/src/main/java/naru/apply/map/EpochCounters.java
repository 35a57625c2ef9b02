package naru.apply.map;

import java.util.Set;
import naru.datapath.EpochMap;

/** The epochs in the datapath's map. */
final class EpochCounters implements Kernel.Epochs {

    /** No endpoint has slot 0, so its place says whether the agent is behind. */
    private static final int BEHIND = 0;

    private final EpochMap map;

    EpochCounters(EpochMap map) {
        this.map = map;
    }

    @Override
    public void move(Set<Integer> indexes) {
        map.advance(indexes);
    }

    @Override
    public void setBehind(boolean behind) {
        map.put(BEHIND, behind ? 1 : 0);
    }

    @Override
    public boolean isBehind() {
        return map.read(BEHIND) != 0;
    }
}
