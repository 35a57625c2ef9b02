package naru.agent.drift;

import java.util.List;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.map.MapDrift;

/** The entries of the datapath's maps that the agent writes. */
public final class MapWatch implements Watch {

    private final EventLoop loop;
    private final Engine engine;
    private final RepairLog repairs;

    public MapWatch(EventLoop loop, Engine engine, RepairLog repairs) {
        this.loop = loop;
        this.engine = engine;
        this.repairs = repairs;
    }

    @Override
    public void look() throws Exception {
        List<MapDrift> due =
                loop.read(engine::glance).stream()
                        .filter(drift -> repairs.isDue(RepairKind.MAP_ENTRY, drift.map()))
                        .toList();
        if (due.isEmpty()) {
            return;
        }
        loop.change(
                () -> {
                    engine.audit();
                    return true;
                });
        for (MapDrift drift : due) {
            repairs.note(
                    RepairKind.MAP_ENTRY,
                    drift.map(),
                    drift.found(),
                    "read it back and wrote what differed");
        }
    }
}
