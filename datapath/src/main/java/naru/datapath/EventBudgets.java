package naru.datapath;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.EventBudgetKeyLayout;
import naru.linux.bpf.BpfMap;

/** event_budget_map: what endpoints may still have reported. Who gets a slot anew begins anew. */
final class EventBudgets implements AutoCloseable {

    private static final int LET_THROUGH = 0;
    private static final int OF_NONE = 0;

    private final BpfMap map;

    EventBudgets(Path maps) {
        this.map = TypedMap.open(maps, "event_budget_map");
    }

    /** Forgets those of an endpoint that is gone. */
    void forget(int slot) {
        delete(slot, LET_THROUGH);
        Arrays.stream(DropReason.values()).forEach(reason -> delete(slot, reason.number()));
    }

    private void delete(int slot, int reason) {
        map.delete(new EventBudgetKeyLayout(slot, reason).toBytes());
    }

    /** Forgets those of all other endpoints. */
    void forgetAllBut(Set<Integer> slots) {
        List<byte[]> gone = new ArrayList<>();
        map.forEach(
                (key, _) -> {
                    int slot = EventBudgetKeyLayout.read(key).endpoint();
                    if (slot != OF_NONE && !slots.contains(slot)) {
                        gone.add(key);
                    }
                });
        gone.forEach(map::delete);
    }

    @Override
    public void close() {
        map.close();
    }
}
