package naru.apply.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import naru.datapath.AttachMode;
import naru.datapath.Datapath;
import naru.datapath.DatapathMaps;
import naru.datapath.DatapathOptions;
import naru.datapath.abi.HostIdentityMode;
import naru.desired.DesiredState;
import naru.linux.bpf.BpfMap;
import naru.testkit.PrivateMachine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Entries in the kernel's maps that no version of Naru writes. */
@Tag("root")
class StrangersTest {

    private static final Path BPF_ROOT = Path.of(PrivateMachine.BPF_MOUNT, "naru");
    private static final int SOMEBODY = 17;

    @Test
    void areTakenAwayAndNothingStaysAllowedByThem() {
        try (PrivateMachine machine = new PrivateMachine()) {
            machine.run(
                    () -> {
                        DatapathOptions options =
                                new DatapathOptions(
                                        BPF_ROOT, HostIdentityMode.KERNEL, AttachMode.TCX);
                        try (Datapath datapath = Datapath.open(options)) {
                            putStrangers();
                            assertTakenAway(datapath.maps());
                        }
                    });
        }
    }

    /** An allow for everybody under a prefix that is none of ours, and what can't be read. */
    private static void putStrangers() {
        byte[] everybody = new byte[20];
        everybody[0] = 32;
        everybody[4] = 5;
        put("policy_map", everybody, bytes(12, 10, 1));
        put("policy_map", Arrays.copyOf(new byte[] {104, 0, 0, 0, 9}, 20), bytes(12, 10, 77));
        put("endpoint_map4", new byte[] {10, 0, 0, 9}, new byte[32]);
        put("ipcache_map4", new byte[] {16, 0, 0, 0, 10, 9, 0, 0}, bytes(12, 8, 7));
        put("flow_map4", bytes(16, 12, 6), filled(184));
    }

    private static void assertTakenAway(DatapathMaps maps) {
        MapApplier applier = new MapApplier(KernelMaps.of(maps));
        DesiredState nothing = new DesiredState();
        assertThat(maps.policy().all()).isEmpty();
        assertThat(count("policy_map")).as("who only looks changes nothing").isEqualTo(2);
        int epoch = maps.epochs().read(SOMEBODY);
        assertThat(applier.readBack(nothing)).isEqualTo(4);
        assertThat(count("policy_map") + count("endpoint_map4") + count("ipcache_map4")).isZero();
        applier.apply(nothing);
        assertThat(maps.epochs().read(SOMEBODY)).isNotEqualTo(epoch);
        assertThat(applier.readBack(nothing)).isZero();
        assertThat(maps.flows().all()).isEmpty();
    }

    private static byte[] bytes(int size, int at, int value) {
        byte[] bytes = new byte[size];
        bytes[at] = (byte) value;
        return bytes;
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0x7f);
        return bytes;
    }

    private static void put(String map, byte[] key, byte[] value) {
        try (BpfMap open = BpfMap.open(BPF_ROOT.resolve("v1/maps").resolve(map))) {
            open.put(key, value);
        }
    }

    private static int count(String map) {
        try (BpfMap open = BpfMap.open(BPF_ROOT.resolve("v1/maps").resolve(map))) {
            return open.count();
        }
    }
}
