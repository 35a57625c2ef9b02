package naru.datapath;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import naru.datapath.abi.AbiNumbers;
import naru.datapath.abi.CarryWhat;
import naru.datapath.abi.CarryWord;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.KernelTypes;
import naru.linux.bpf.MapShape;
import naru.linux.bpf.SkbContext;
import naru.linux.layout.FieldCopy;

/**
 * Brings what stands in maps of another version into ours while packets pass. A program does it in
 * the kernel (datapath/tasks/flow_carry.bpf.c), so counts stay right, and to repeat it is fine.
 */
final class FlowCarrier implements AutoCloseable {

    /** Without them an entry is no connection that could go on. */
    private static final Set<String> NEEDED =
            Set.of("expires", "created", "flags", "owner", "source_place", "destination_place");

    /** What the kernel takes for a frame, less what it needs around it. */
    private static final int FRAME_BYTES = 3400;

    private final BpfProgram program;
    private final KernelTypes types = new KernelTypes();

    /**
     * @param carried what is in now, whether it was before or not
     * @param left what could not be carried
     */
    record Result(int carried, int left) {
        Result plus(Result other) {
            return new Result(carried + other.carried, left + other.left);
        }
    }

    /**
     * @param maps those that it brings them into
     */
    FlowCarrier(DatapathOptions options, Generation maps) {
        this.program = HookPrograms.loadProgram("flow_carry", 0, options, maps.maps());
    }

    /** Connections; they are judged anew at their next packet, and go on if they may. */
    Result flows(BpfMap from, BpfMap to) {
        MapShape old = MapShape.of(from, types);
        MapShape own = MapShape.of(to, types);
        FieldCopy keys = new FieldCopy(old.key(), own.key());
        FieldCopy values = new FieldCopy(old.value(), own.value());
        boolean known = old.key().sameFields(own.key()) && values.carries(NEEDED);
        Batch batch = new Batch(CarryWhat.FLOWS, 0, 0);
        from.forEach(
                (key, value) -> {
                    Optional<byte[]> record =
                            known ? flow(keys, key, values, value) : Optional.empty();
                    record.ifPresentOrElse(batch::add, batch::miss);
                });
        return batch.end();
    }

    private static Optional<byte[]> flow(
            FieldCopy keys, byte[] key, FieldCopy values, byte[] value) {
        return keys.carry(key).flatMap(k -> values.carry(value).map(v -> concatenated(k, v)));
    }

    /**
     * Counters of metrics_map, once no program counts in the other one any more. None is added
     * twice.
     *
     * @param records as {@link CounterRecords} makes them
     */
    void counters(BpfMap from, BpfMap to, List<byte[]> records) {
        Batch batch = new Batch(CarryWhat.COUNTERS, from.info().id(), to.info().id());
        records.forEach(batch::add);
        batch.end();
    }

    /** Hands records over as many at a time as fit into a frame. */
    private final class Batch {
        private final CarryWhat what;
        private final int from;
        private final int to;
        private final List<byte[]> records = new ArrayList<>();
        private int taken;
        private int left;

        Batch(CarryWhat what, int from, int to) {
            this.what = what;
            this.from = from;
            this.to = to;
        }

        void add(byte[] record) {
            records.add(record);
            int bytes = (records.size() + 1) * record.length;
            if (records.size() == AbiNumbers.CARRY_MOST || bytes > FRAME_BYTES) {
                run();
            }
        }

        void miss() {
            left++;
        }

        Result end() {
            if (!records.isEmpty()) {
                run();
            }
            return new Result(taken, left);
        }

        private void run() {
            List<Integer> words = List.of(what.number(), records.size(), 0, from, to);
            SkbContext question = SkbContext.EMPTY.withCb(words);
            SkbContext answer = program.testRun(frame(records), question).context();
            int now = answer.cb().get(CarryWord.TAKEN.number());
            taken += now;
            left += records.size() - now;
            records.clear();
        }
    }

    private static byte[] frame(List<byte[]> records) {
        byte[] frame = new byte[AbiNumbers.CARRY_HEADER];
        for (byte[] record : records) {
            frame = concatenated(frame, record);
        }
        return frame;
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Override
    public void close() {
        program.close();
    }
}
