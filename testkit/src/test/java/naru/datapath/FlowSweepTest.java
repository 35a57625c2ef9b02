package naru.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import naru.datapath.abi.FlowFlags;
import naru.datapath.abi.HostIdentityMode;
import naru.model.Ipv4Address;
import naru.testkit.HookNode;
import naru.testkit.Packet;
import naru.testkit.PrivateMachine;
import naru.testkit.TestPod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel's timer takes connections away that are over, and tells whether it runs. */
@Tag("root")
@Timeout(60)
class FlowSweepTest {

    private static final Duration AGES = Duration.ofSeconds(100);

    private HookNode node;
    private TestPod client;
    private Ipv4Address elsewhere;

    @BeforeEach
    void aPodThatMaySend() {
        node = HookNode.start();
        client = node.pod("10.244.1.2", 1001);
        node.allowAllFrom(client);
        elsewhere = node.known("10.244.2.2/32", 1002);
    }

    @AfterEach
    void itRunsForOthersToo() {
        node.beginSweep();
        node.close();
    }

    @Test
    void whoWritesToItsMapEndsItAndOnceItIsSetGoingAgainWhatIsOverGoes() {
        stop(0);
        sends(1);
        node.expireFlows();
        sends(2);
        assertThat(lastStepAgo()).isEmpty();
        node.beginSweep();
        assertThat(lastStepAgo()).hasValueSatisfying(ago -> assertThat(ago).isLessThan(AGES));
        until(() -> ports().noneMatch(port -> port == 1));
        assertThat(ports()).containsExactly(2);
    }

    @Test
    void whatNoTimerWroteIsNoTimeOfIts() {
        stop(System.nanoTime() + AGES.toNanos());
        assertThat(lastStepAgo()).isEmpty();
        stop(System.nanoTime() - AGES.toNanos());
        assertThat(lastStepAgo())
                .hasValueSatisfying(ago -> assertThat(ago).isBetween(AGES, AGES.multipliedBy(2)));
    }

    /**
     * Up to this version from one whose timer doesn't say when it looked. While a descriptor of the
     * map is open, its name may go.
     */
    @Test
    void anEarlierTimerIsFollowedByOneThatTellsAndLivesWithoutAName() {
        Path root = Path.of(PrivateMachine.BPF_MOUNT, "naru");
        Path maps = root.resolve("v1/maps");
        PrivateMachine machine = new PrivateMachine();
        machine.run(
                () -> {
                    OtherMaps.makeMapsWithAnEarlierTimer(maps);
                    OtherMaps.addFlow(maps, OtherMaps.flow(FlowFlags.FROM_LOW.number(), 7));
                    try (Datapath datapath =
                            Datapath.open(
                                    new DatapathOptions(
                                            root, HostIdentityMode.KERNEL, AttachMode.TCX))) {
                        assertThat(datapath.replacement().maps())
                                .containsOnlyKeys("flow_sweep_map");
                        assertThat(datapath.replacement().connections()).isOne();
                        assertThat(datapath.maps().flows().all()).hasSize(1);
                        PinFolders.remove(maps.resolve("flow_sweep_map"));
                        untilItLooks(datapath.maps());
                    }
                });
        machine.close();
    }

    /** The timer may be at work at this moment, and write after us. */
    private void stop(long lastStep) {
        node.stopSweep(lastStep);
        node.stopSweep(lastStep);
    }

    private Optional<Duration> lastStepAgo() {
        return node.maps().flowSweep().lastStepAgo();
    }

    private static void untilItLooks(DatapathMaps maps) {
        Duration[] before = {Duration.ZERO};
        until(
                () -> {
                    Duration ago = maps.flowSweep().lastStepAgo().orElseThrow();
                    boolean looked = ago.compareTo(before[0]) < 0;
                    before[0] = ago;
                    return looked;
                });
    }

    private void sends(int port) {
        Packet packet = Packet.from(client.address()).to(elsewhere).tcp(40_000, port);
        assertThat(node.passes(client, packet.flags(Packet.SYN))).isTrue();
    }

    /** Of the connections that there are, the other end's. */
    private IntStream ports() {
        return node.maps().flows().all().keySet().stream().mapToInt(FlowKey::highPort).sorted();
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
