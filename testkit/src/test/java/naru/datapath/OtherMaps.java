package naru.datapath;

import java.nio.file.Path;
import naru.datapath.abi.Flow4KeyLayout;
import naru.datapath.abi.FlowLayout;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.BpfObject;
import naru.linux.bpf.BpfProgram;
import naru.linux.layout.StructBytes;
import naru.testkit.CObject;

/** Maps as another version has them, and what it left in them. */
final class OtherMaps {

    private static final String EARLIER_TIMER =
            """
            struct flow_sweep {
                struct bpf_timer timer;
            };

            struct {
                __uint(type, BPF_MAP_TYPE_ARRAY);
                __uint(max_entries, 1);
                __type(key, __u32);
                __type(value, struct flow_sweep);
                __uint(pinning, LIBBPF_PIN_BY_NAME);
            } flow_sweep_map SEC(".maps");
            """;

    private OtherMaps() {}

    /** All maps, one of them with other room. */
    static void makeMaps(Path folder, String map, int room) {
        PinFolders.make(folder);
        byte[] bytes = HookPrograms.bytes("layouts");
        try (BpfObject object = BpfObject.open("layouts", bytes, folder)) {
            object.setMaxEntries(map, room);
            object.load();
        }
    }

    /** All maps; that of the timer does not say when it last looked, as it once was. */
    static void makeMapsWithAnEarlierTimer(Path folder) {
        PinFolders.make(folder);
        makePinned(folder, HookPrograms.bytes("layouts"));
        PinFolders.remove(folder.resolve("flow_sweep_map"));
        makePinned(folder, CObject.compile(EARLIER_TIMER));
    }

    private static void makePinned(Path folder, byte[] bytes) {
        try (BpfObject object = BpfObject.open("layouts", bytes, folder)) {
            object.load();
        }
    }

    static byte[] flow(int flags, long created) {
        byte[] flow = new byte[FlowLayout.SIZE];
        StructBytes.putU64(flow, FlowLayout.SHAPE.field("expires").offset(), Long.MAX_VALUE);
        StructBytes.putU64(flow, FlowLayout.SHAPE.field("created").offset(), created);
        StructBytes.putU32(flow, FlowLayout.SHAPE.field("flags").offset(), flags);
        StructBytes.putU32(flow, FlowLayout.SHAPE.field("owner").offset(), 6);
        return flow;
    }

    static void addFlow(Path maps, byte[] flow) {
        try (BpfMap flows = BpfMap.open(maps.resolve("flow_map4"))) {
            flows.put(new Flow4KeyLayout(1, 2, 3, 4, 6).toBytes(), flow);
        }
    }

    static void setCounter(Path maps, int place, long packets) {
        try (BpfMap metrics = BpfMap.open(maps.resolve("metrics_map"))) {
            byte[] value = new byte[metrics.valueBytes()];
            StructBytes.putU64(value, 0, packets);
            metrics.put(Words.u32(place), value);
        }
    }

    /** Number of the map of a name that a pinned program works with. */
    static int usedBy(Path program, String name) {
        try (BpfProgram pinned = BpfProgram.open(program)) {
            for (int id : pinned.mapIds()) {
                try (BpfMap map = BpfMap.byId(id)) {
                    if (map.info().name().equals(name)) {
                        return id;
                    }
                }
            }
        }
        throw new AssertionError(program + " uses no " + name);
    }
}
