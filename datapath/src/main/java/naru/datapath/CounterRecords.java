package naru.datapath;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import naru.datapath.abi.CarriedCounterLayout;
import naru.datapath.abi.CarriedKeyLayout;
import naru.datapath.abi.TrafficLayout;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.KernelTypes;
import naru.linux.bpf.MapShape;
import naru.linux.bpf.PinKind;
import naru.linux.layout.FieldCopy;

/** What a generation of another version has counted itself. */
final class CounterRecords {

    private CounterRecords() {}

    /**
     * Its counters less what it was given by others that are still there; by struct
     * carried_counter.
     *
     * @param counters its metrics_map
     * @param carried where its carried_map is pinned
     * @param present numbers of all metrics_maps that are carried, and of the one they come into
     */
    static List<byte[]> of(BpfMap counters, Path carried, MapShape own, Set<Integer> present) {
        MapShape shape = MapShape.of(counters, new KernelTypes());
        FieldCopy copy = new FieldCopy(shape.value(), own.value());
        Map<Integer, Traffic> given = given(counters.info().id(), carried, present);
        List<byte[]> records = new ArrayList<>();
        counters.forEach(
                (key, perCpu) -> {
                    int place = Words.u32(key);
                    Traffic counted =
                            sum(perCpu, shape.valueSize(), copy)
                                    .minus(given.getOrDefault(place, Traffic.NONE));
                    if (counted.packets() > 0) {
                        records.add(record(place, counted));
                    }
                });
        return records;
    }

    private static byte[] record(int place, Traffic counted) {
        TrafficLayout traffic = new TrafficLayout(counted.packets(), counted.bytes());
        return new CarriedCounterLayout(traffic, place).toBytes();
    }

    /** The kernel rounds each CPU's value up to 8 bytes. */
    private static Traffic sum(byte[] perCpu, int valueSize, FieldCopy copy) {
        int stride = (valueSize + 7) / 8 * 8;
        Traffic sum = Traffic.NONE;
        for (int at = 0; at < perCpu.length; at += stride) {
            byte[] one = Arrays.copyOfRange(perCpu, at, at + valueSize);
            Optional<byte[]> carried = copy.carry(one);
            if (carried.isPresent()) {
                sum = sum.plus(Traffic.of(TrafficLayout.read(carried.get(), 0)));
            }
        }
        return sum;
    }

    private static Map<Integer, Traffic> given(int map, Path carried, Set<Integer> present) {
        Map<Integer, Traffic> given = new LinkedHashMap<>();
        if (PinKind.of(carried) == PinKind.MAP) {
            try (BpfMap notes = BpfMap.open(carried)) {
                if (notes.info().keySize() == CarriedKeyLayout.SIZE
                        && notes.info().valueSize() == TrafficLayout.SIZE) {
                    notes.forEach(
                            (key, value) -> {
                                CarriedKeyLayout note = CarriedKeyLayout.read(key);
                                if (note.to() == map && present.contains(note.from())) {
                                    given.merge(
                                            note.place(),
                                            Traffic.of(TrafficLayout.read(value)),
                                            Traffic::plus);
                                }
                            });
                }
            }
        }
        return given;
    }
}
