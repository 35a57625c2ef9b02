package naru.agent.drift;

import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.map.MapDrift;

/**
 * The entries of the datapath's maps that the agent writes. The event loop looks, because it is the
 * one that knows what they should be; nobody waits for it.
 */
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
    public void look() {
        loop.tell(() -> engine.glance().forEach(this::mend));
    }

    private void mend(MapDrift drift) {
        if (repairs.isDue(RepairKind.MAP_ENTRY, drift.map())) {
            loop.submit(
                            () -> {
                                engine.audit();
                                return true;
                            })
                    .thenRun(
                            () ->
                                    repairs.note(
                                            RepairKind.MAP_ENTRY,
                                            drift.map(),
                                            drift.found(),
                                            "read it back and wrote what differed"));
        }
    }
}
