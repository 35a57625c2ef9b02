package naru.agent.ops;

import java.util.List;
import naru.agent.loop.Engine;
import naru.datapath.DatapathMaps;
import naru.datapath.TypedMap;
import naru.wire.AgentReplies.MapUse;

/** How full the kernel's tables are. */
public final class MapUses {

    private MapUses() {}

    /** Of all tables that something may not fit into. Only for the event loop. */
    public static List<MapUse> of(Engine engine, DatapathMaps maps) {
        return List.of(
                use("policy_map", engine.desired().policy().held(), maps.policy()),
                use("ipcache_map4", engine.desired().ipcache().held(), maps.ipcache()),
                use("block_map4", engine.desired().blocks().held(), maps.blocks()),
                use("endpoint_map4", engine.desired().endpoints().held(), maps.endpoints()),
                use("flow_map4", maps.flowCounts().total(), maps.flows()));
    }

    private static MapUse use(String name, long entries, TypedMap<?, ?> map) {
        return new MapUse(name, entries, map.maxEntries(), map.memoryBytes());
    }
}
