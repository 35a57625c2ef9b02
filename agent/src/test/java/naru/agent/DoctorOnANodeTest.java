package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import naru.testkit.ThrowAwayNetns;
import naru.wire.DoctorReply;
import naru.wire.DoctorReply.Finding;
import naru.wire.WireClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A real agent's node is broken in one way after the other; the doctor says so, and only that. */
@Tag("root")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorOnANodeTest {

    private static final String NOTHING =
            "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []}";

    private static final String OTHER_NODE =
            """
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n2"},
             "spec": {"podCIDR": "10.244.2.0/24", "podCIDRs": ["10.244.2.0/24"]},
             "status": {"addresses": [{"type": "InternalIP", "address": "172.30.0.3"}]}}
            """;

    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final ThrowAwayNetns x = ThrowAwayNetns.create("x");
    private final Deque<Step> mends = new ArrayDeque<>();
    private AgentNode node;

    @BeforeAll
    void aNodeWithAPod() throws Exception {
        node = new AgentNode("10.244.1.0/24");
        node.manifest("node-2", OTHER_NODE);
        node.pod("x");
        node.settle();
        node.cni("ADD", "x", x.path());
    }

    @AfterAll
    void stopIt() throws Exception {
        node.close();
        x.close();
    }

    /** A step of breaking or mending. */
    private interface Step {
        void go() throws Exception;
    }

    /** Breaks something; it is mended when the test ends, however it ends. */
    private void broken(Step breakIt, Step mendIt) throws Exception {
        mends.push(mendIt);
        breakIt.go();
    }

    @AfterEach
    void mendedItIsWellAgain() throws Exception {
        while (!mends.isEmpty()) {
            mends.pop().go();
        }
        until(() -> doctor().findings().isEmpty());
    }

    private void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.call()) {
            assertThat(System.nanoTime())
                    .as("waited long enough; the doctor finds %s", doctor().findings())
                    .isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private DoctorReply doctor() throws Exception {
        return node.ask("doctor", "", DoctorReply.class);
    }

    /** What one check finds, whatever others do. */
    private String said(String check) throws Exception {
        return doctor().findings().stream()
                .filter(f -> f.check().equals(check))
                .map(f -> f.symptom() + ": " + f.where() + ": " + f.evidence())
                .collect(Collectors.joining("; "));
    }

    /** The only check that finds something is this one; answers what it says. */
    private String finds(String check) throws Exception {
        List<Finding> found = doctor().findings();
        assertThat(found).isNotEmpty().extracting(Finding::check).containsOnly(check);
        assertThat(found).allSatisfy(finding -> assertThat(finding.fix()).isNotEmpty());
        return said(check);
    }

    private void run(String... command) throws Exception {
        Process process = node.command((Object[]) command);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command) + ": " + said).isZero();
    }

    @Test
    void aHealthyNodeHasNoFindings() throws Exception {
        DoctorReply reply = doctor();
        assertThat(reply.findings()).isEmpty();
        assertThat(reply.checks()).doesNotHaveDuplicates().hasSizeGreaterThan(15);
        assertThat(reply.state().endpoints()).isEqualTo(1);
        assertThat(reply.state().lastEventSeconds()).isNotNegative();
    }

    private void store(String name, String manifest) throws Exception {
        node.manifest(name, manifest);
        node.settle();
    }

    @Test
    void aManifestThatCantBeReadIsNamed() throws Exception {
        broken(
                () -> store("broken", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}"),
                () -> store("broken", NOTHING));
        assertThat(finds("reconcile")).contains("manifest refused", "broken.json");
    }

    @Test
    void aFolderOfManifestsThatIsGoneIsMissed() throws Exception {
        Path folder = node.state().resolveSibling("manifests");
        Path aside = node.state().resolveSibling("aside");
        broken(
                () -> Files.move(folder, aside),
                () -> {
                    Files.move(aside, folder);
                    node.settle();
                });
        assertThat(doctor().findings()).extracting(Finding::check).contains("source");
    }

    @Test
    void aSettingThatTheAgentHasNotReadYetIsNamed() throws Exception {
        Path file = node.state().resolveSibling("none");
        broken(() -> Files.writeString(file, "ipam-cooldown: 7s\n"), () -> Files.delete(file));
        assertThat(finds("settings")).contains("ipam-cooldown", "7s", "none:1");
    }

    @Test
    void aDiskThatIsFullOrReadOnlyUnderTheStateIsNamedBeforeAPodFails() throws Exception {
        String state = node.state().toString();
        broken(
                () -> run("mount", "-t", "tmpfs", "-o", "size=64k", "full", state),
                () -> run("umount", state));
        assertThat(said("state-folder")).contains("nearly full");
        run("mount", "-o", "remount,ro", state);
        assertThat(said("state-folder")).contains("Read-only");
    }

    @Test
    void aPodsAddressThatIsNotOnDiskIsNamed() throws Exception {
        Path file = node.state().resolve("addresses/c-x_eth0.json");
        byte[] kept = Files.readAllBytes(file);
        broken(() -> Files.delete(file), () -> Files.write(file, kept));
        assertThat(finds("addresses")).contains("not on disk", "a/x");
    }

    @Test
    void aDeviceThatOnlyLooksLikeAPodsIsNamed() throws Exception {
        broken(
                () -> run("ip", "link", "add", "naru00000001", "type", "veth", "peer", "away"),
                () -> run("ip", "link", "del", "naru00000001"));
        assertThat(finds("addresses")).contains("no pod has it: naru00000001");
    }

    @Test
    void aMapWhosePinSomebodyTookAwayIsNamed() throws Exception {
        String pin = node.bpfRoot().resolve("v1/maps/ipcache_map4").toString();
        String aside = node.bpfRoot().resolve("aside").toString();
        broken(() -> run("mv", pin, aside), () -> run("mv", aside, pin));
        assertThat(finds("pins")).contains("ipcache_map4");
    }

    @Test
    void aBpfFileSystemThatIsHiddenIsNamed() throws Exception {
        String mountPoint = node.bpfRoot().getParent().toString();
        broken(
                () -> run("mount", "-t", "tmpfs", "hidden", mountPoint),
                () -> run("umount", mountPoint));
        assertThat(said("pins")).contains("the bpf file system is gone");
    }

    @Test
    void aRuleThatLeadsPacketsElsewhereIsNamed() throws Exception {
        broken(
                () -> run("ip", "rule", "add", "to", "10.244.2.0/24", "unreachable"),
                () -> run("ip", "rule", "del", "to", "10.244.2.0/24", "unreachable"));
        assertThat(finds("routes")).contains("the way to 10.244.2.0/24 is missing", "172.30.0.3");
    }

    @Test
    void aRuleThatKeepsTheNodeFromItsPodIsExplained() throws Exception {
        broken(
                () -> run("iptables", "-I", "OUTPUT", "-d", "10.244.1.0/24", "-j", "DROP"),
                () -> run("iptables", "-D", "OUTPUT", "-d", "10.244.1.0/24", "-j", "DROP"));
        assertThat(said("programs-run")).contains("10.244.1.");
        assertThat(said("host-reaches-pods")).contains("DROP", "a/x");
    }

    /** So many ask that a fifth of what is open leaves the agent enough for all that it does. */
    @Test
    void anAgentThatMayOpenFewFilesIsNamed() throws Exception {
        String pid = Long.toString(node.agentPid());
        List<WireClient> many = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                many.add(WireClient.connect(node.socket()));
                many.getLast().ask("status", "");
            }
            int limit = node.descriptors() * 6 / 5;
            broken(
                    () -> run("prlimit", "--pid", pid, "--nofile=" + limit + ":"),
                    () -> run("prlimit", "--pid", pid, "--nofile=4096:"));
            assertThat(said("descriptors")).contains("of " + limit + " are open");
        } finally {
            for (WireClient client : many) {
                client.close();
            }
        }
    }

    @Test
    @Tag("long")
    void aTableThatIsNearlyFullIsNamed() throws Exception {
        String blocks =
                IntStream.range(0, 59_500)
                        .mapToObj(i -> "10.%d.%d.%d/32".formatted(i >> 16, i >> 8 & 255, i & 255))
                        .map("{\"ipBlock\": {\"cidr\": \"%s\"}}"::formatted)
                        .collect(Collectors.joining(","));
        broken(
                () -> store("wide", policy("[{\"from\": [" + blocks + "]}]")),
                () -> store("wide", policy("[]")));
        assertThat(finds("map-pressure")).contains("block_map4");
    }

    private static String policy(String ingress) {
        return """
               {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
                "metadata": {"name": "wide", "namespace": "a"},
                "spec": {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": %s}}
               """
                .formatted(ingress);
    }
}
