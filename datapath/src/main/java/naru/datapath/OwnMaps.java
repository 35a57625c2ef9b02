package naru.datapath;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.BpfObject;
import naru.linux.bpf.KernelTypes;
import naru.linux.bpf.MapShape;
import naru.linux.bpf.PinKind;
import naru.linux.layout.FlatShape;

/**
 * The pinned maps as this version needs them. They are all made from one object, which mentions
 * every shared type, so that the kernel keeps those types with each map.
 */
final class OwnMaps {

    private static final String OBJECT = "layouts";
    private static final String EVENTS = "events_map";

    /** Made together with the ring, of which the kernel keeps no types. */
    private static final String EVENTS_LOST = "events_lost_map";

    private static final String EVENT = "event";

    private final Map<String, MapShape> shapes;

    OwnMaps(DatapathOptions options) {
        try (BpfObject object = open(options.maps())) {
            this.shapes = new LinkedHashMap<>(object.pinnedShapes());
            FlatShape event = object.types().flat(EVENT).orElseThrow();
            shapes.computeIfPresent(EVENTS, (_, ring) -> ring.withRecords(event));
        }
    }

    private static BpfObject open(Path pins) {
        return BpfObject.open(OBJECT, HookPrograms.bytes(OBJECT), pins);
    }

    /** By name. */
    Map<String, MapShape> shapes() {
        return shapes;
    }

    /** Makes and pins those that are not pinned in a folder. */
    void make(Path folder) {
        try (BpfObject object = open(folder)) {
            object.load();
        }
    }

    /** The shapes of those maps of ours, by name, that are pinned in a folder. */
    Map<String, MapShape> found(Path folder) {
        KernelTypes types = new KernelTypes();
        Map<String, MapShape> found = new LinkedHashMap<>();
        FlatShape event = FlatShape.NONE;
        for (String name : shapes.keySet()) {
            if (PinKind.of(folder.resolve(name)) == PinKind.MAP) {
                try (BpfMap map = BpfMap.open(folder.resolve(name))) {
                    found.put(name, MapShape.of(map, types));
                    if (name.equals(EVENTS_LOST) && map.info().btf() != 0) {
                        event = types.byId(map.info().btf()).flat(EVENT).orElse(event);
                    }
                }
            }
        }
        FlatShape records = event;
        found.computeIfPresent(EVENTS, (_, ring) -> ring.withRecords(records));
        return found;
    }

    /**
     * What of the maps in a folder this version can't use, and why; those that are missing too.
     * Empty: it can work with them.
     */
    Map<String, String> differences(Path folder) {
        Map<String, MapShape> found = found(folder);
        Map<String, String> differences = new LinkedHashMap<>();
        shapes.forEach(
                (name, shape) -> {
                    MapShape there = found.get(name);
                    String difference = there == null ? "missing" : there.difference(shape);
                    if (!difference.isEmpty()) {
                        differences.put(name, difference);
                    }
                });
        return differences;
    }
}
