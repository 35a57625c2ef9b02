package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import naru.datapath.abi.FlowSweepLayout;
import naru.linux.bpf.BpfMap;
import naru.testkit.ThrowAwayNetns;
import naru.wire.AgentReplies.Problem;
import naru.wire.AgentReplies.Repair;
import naru.wire.AgentReplies.Repairs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Somebody takes programs away, puts others before them, or writes into the datapath's maps: policy
 * holds again in seconds.
 */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProgramDriftTest {

    /** Longer than the agent takes to see a route's end; a fight's first pause is 2 s. */
    private static final Duration AT_ONCE = Duration.ofMillis(1900);

    private DriftStage stage;

    @BeforeAll
    void startANode() throws Exception {
        stage = new DriftStage();
    }

    @AfterAll
    void stopIt() throws Exception {
        stage.close();
    }

    @AfterEach
    void everythingWorksAgain() throws Exception {
        DriftStage.until(stage::works);
        assertThat(stage.status().problems()).isEmpty();
    }

    private String pin(String hook, String pod) throws Exception {
        return stage.node.bpfRoot() + "/v1/links/" + hook + "_" + stage.pod(pod).ifindex();
    }

    private String map(String name) {
        return stage.node.bpfRoot() + "/v1/maps/" + name;
    }

    @Test
    void aPinThatWasRemoved() throws Exception {
        String pin = pin("pod_ingress", "z");
        Repair repair = stage.repaired("program", "pod_ingress", () -> stage.run("rm", pin));
        assertThat(repair.found()).isEqualTo("no such program");
        DriftStage.until(() -> stage.node.command("test", "-e", pin).waitFor() == 0);
    }

    @Test
    void aLinkThatWasDetached() throws Exception {
        String pin = pin("pod_egress", "x");
        stage.repaired(
                "program",
                "pod_egress",
                () -> stage.run("bpftool", "link", "detach", "pinned", pin));
    }

    @Test
    void theProgramOfTheUplink() throws Exception {
        String pins = stage.node.bpfRoot() + "/v1/links/node_ingress_*";
        stage.repaired("program", "node_ingress at up0", () -> stage.run("sh", "-c", "rm " + pins));
    }

    /** What passes on what it sees does not open anything while ours moves before it. */
    @Test
    void aForeignProgramThatWasPutFirst() throws Exception {
        String device = stage.pod("z").device();
        try (Flood.Receiver closed = new Flood.Receiver(stage.z);
                Flood flood = new Flood(stage.x, stage.pod("z").address());
                ForeignProgram foreign = ForeignProgram.thatPassesOn(stage.node.netns)) {
            Repair repair =
                    stage.repaired(
                            "order", "pod_ingress at " + device, () -> foreign.putFirst(device));
            assertThat(repair.found()).startsWith("programs in the order");
            int seen = flood.sent();
            DriftStage.until(() -> flood.sent() > seen + 500);
            assertThat(closed.count()).isZero();
            assertThat(foreign.order(device)).containsExactly("pod_ingress", "foreign");
        }
    }

    /** It opens the pod until it is behind ours: seconds. */
    @Test
    void aForeignProgramThatLetsAllPass() throws Exception {
        String device = stage.pod("z").device();
        String address = stage.pod("z").address();
        try (ForeignProgram foreign = ForeignProgram.thatLetsAllPass(stage.node.netns)) {
            stage.repaired("order", "pod_ingress at " + device, () -> foreign.putFirst(device));
            assertThat(Listener.reaches(stage.x, address, DriftStage.PORT)).isFalse();
        }
    }

    @Test
    void entriesOfTheMaps() throws Exception {
        String address = stage.pod("z").address().replace('.', ' ');
        Repair repair =
                stage.repaired(
                        "map-entry",
                        "endpoint_map4",
                        () ->
                                stage.run(
                                        command(
                                                "bpftool map delete pinned %s key %s",
                                                map("endpoint_map4"), address)));
        assertThat(repair.done()).contains("read it back");
        stage.repaired(
                "map-entry",
                "ipcache_map4",
                () ->
                        stage.run(
                                command(
                                        "bpftool map update pinned %s key 32 0 0 0 9 9 9 9 value"
                                                + " 77 7 7 7 0 0 0 0 0 0 0 0",
                                        map("ipcache_map4"))));
        String first = firstKey("policy_map");
        repair =
                stage.repaired(
                        "map-entry",
                        "policy_map",
                        () ->
                                stage.run(
                                        command(
                                                "bpftool map delete pinned %s key hex %s",
                                                map("policy_map"), first)));
        assertThat(repair.found()).startsWith("not the ").endsWith("entries that belong");
    }

    /** The number of entries is right, only one of them says something else. */
    @Test
    void anEntryThatWasChanged() throws Exception {
        String dump = stage.run("bpftool", "-j", "map", "dump", "pinned", map("ipcache_map4"));
        String key = hex(dump, "key");
        stage.repaired(
                "map-entry",
                "ipcache_map4",
                () ->
                        stage.run(
                                command(
                                        "bpftool map update pinned %s key hex %s value hex 77 00 00"
                                                + " 00 00 00 00 00 00 00 00 00",
                                        map("ipcache_map4"), key)));
    }

    /** Whoever writes to the element that a timer of the kernel lives in ends it. */
    @Test
    void theTimerThatTakesExpiredConnectionsAway() throws Exception {
        try (BpfMap map = BpfMap.open(stage.node.pins().resolve("v1/maps/flow_sweep_map"))) {
            byte[] place = new byte[Integer.BYTES];
            byte[] nothing = new byte[FlowSweepLayout.SIZE];
            Repair repair =
                    stage.repaired("map-entry", "flow_sweep_map", () -> map.put(place, nothing));
            assertThat(repair.found()).isEqualTo("a time that the timer did not write");
            byte[] repaired = map.lookup(place).orElseThrow();
            DriftStage.until(() -> !Arrays.equals(map.lookup(place).orElseThrow(), repaired));
        }
    }

    private String firstKey(String name) throws Exception {
        return hex(stage.run("bpftool", "-j", "map", "dump", "pinned", map(name)), "key");
    }

    /** Of the first entry of a dump. */
    private static String hex(String dump, String field) {
        String after = dump.substring(dump.indexOf("\"" + field + "\":[") + field.length() + 4);
        return after.substring(0, after.indexOf(']')).replaceAll("\"|0x", "").replace(',', ' ');
    }

    private static Object[] command(String format, Object... arguments) {
        return format.formatted(arguments).split(" ");
    }

    @Test
    void nothingIsRepairedWhilePodsComeAndGo() throws Exception {
        Repairs before = stage.repairs();
        for (int i = 0; i < 10; i++) {
            String name = "guest" + i;
            try (ThrowAwayNetns netns = ThrowAwayNetns.create(name)) {
                stage.add(name, netns);
                stage.node.cni("DEL", name, netns.path());
            }
        }
        stage.awaitSweeps();
        assertThat(stage.repairs().count()).isEqualTo(before.count());
    }

    @Test
    void whoFightsIsNamedAndLeftAloneMoreAndMore() throws Exception {
        String route = stage.pod("x").address() + "/32";
        DriftStage.until(
                () -> {
                    stage.node.command("ip", "route", "del", route).waitFor();
                    return !stage.status().problems().isEmpty();
                });
        Problem problem = stage.status().problems().getFirst();
        assertThat(problem.where()).isEqualTo("route " + route);
        assertThat(problem.evidence())
                .matches("put back [5-9] times since .*; not again before .*");
        assertThat(problem.fix()).contains("ip monitor route");
        stage.node.command("ip", "route", "del", route).waitFor();
        Repair last = stage.repairs().recent().getFirst();
        DriftStage.until(() -> !stage.repairs().recent().getFirst().equals(last));
        Repair next = stage.repairs().recent().getFirst();
        assertThat(List.of(last.where(), next.where())).containsOnly(route);
        assertThat(Duration.between(Instant.parse(last.time()), Instant.parse(next.time())))
                .as("it is not put back at once")
                .isGreaterThan(AT_ONCE);
        stage.node.killAgent();
        stage.node.startAgent(); // who starts anew knows of no fights
    }
}
