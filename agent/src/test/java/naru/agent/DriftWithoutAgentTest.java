package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import naru.linux.netns.NetnsId;
import naru.linux.sysctl.Sysctl;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.Repair;
import naru.wire.AgentReplies.Repairs;
import naru.wire.DoctorReply;
import naru.wire.DoctorReply.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was changed while no agent ran is put right when one starts, and what can't be is said. */
@Tag("root")
class DriftWithoutAgentTest {

    private DriftStage stage;

    @AfterEach
    void stopIt() throws Exception {
        if (stage != null) {
            stage.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcx", "clsact"})
    void anAgentThatStartsTakesOverPodsInWhateverStateTheyAreAndMendsThem(String attach)
            throws Exception {
        stage = new DriftStage("--attach", attach);
        EndpointRow x = stage.pod("x");
        EndpointRow y = stage.pod("y");
        EndpointRow z = stage.pod("z");
        stage.node.killAgent();
        stage.run("ip", "link", "set", y.device(), "down");
        stage.run("ip", "link", "set", x.device(), "name", "mine");
        stage.run("ip", "link", "set", "mine", "mtu", "1000", "alias", "mine too");
        stage.run("tc", "qdisc", "replace", "dev", z.device(), "clsact");
        stage.run("tc", "qdisc", "del", "dev", z.device(), "clsact");
        stage.run(
                "sh",
                "-c",
                "rm -f %s/v1/links/pod_*_%d".formatted(stage.node.bpfRoot(), z.ifindex()));
        assertThat(DriftStage.reaches(stage.node.netns, y)).as("nobody mends it").isFalse();
        stage.write(Sysctl.IP_FORWARD, "0");

        stage.node.startAgent("--attach", attach);
        DriftStage.until(stage::works);
        Repairs repairs = stage.repairs();
        assertThat(repairs.recent())
                .extracting(Repair::kind, Repair::where)
                .contains(
                        tuple("device", x.device()),
                        tuple("device", y.device()),
                        tuple("route", y.address() + "/32"),
                        tuple("sysctl", Sysctl.IP_FORWARD.path()),
                        tuple("program", "programs at " + z.device()));
        assertThat(stage.status().problems()).isEmpty();
        assertThat(stage.node.endpoints()).hasSize(3);
        assertThat(stage.run("ip", "link", "show", x.device())).contains("mtu 1500");
    }

    /** Before it has read which of the node's addresses is the one, it must not guess. */
    @Test
    void anAgentThatStartsAgainOnANodeThatNobodyTouchedRepairsNothing() throws Exception {
        stage = new DriftStage();
        stage.run("ip", "address", "add", "10.0.0.1/24", "dev", "up0");
        stage.awaitSweeps();
        assertThat(stage.repairs().count()).isZero();
        stage.node.killAgent();
        stage.node.startAgent();
        stage.awaitSweeps();
        assertThat(stage.works()).isTrue();
        assertThat(stage.repairs().recent()).isEmpty();
    }

    @Test
    void filtersAreHeldWithoutTcxToo() throws Exception {
        stage = new DriftStage("--attach", "clsact");
        String device = stage.pod("z").device();
        stage.awaitSweeps();
        for (List<String> broken :
                List.of(
                        List.of("tc", "filter", "del", "dev", device, "egress"),
                        List.of("tc", "qdisc", "del", "dev", device, "clsact"))) {
            stage.repaired("program", device, () -> stage.run(broken.toArray()));
        }
        DriftStage.until(stage::works);
        assertThat(stage.status().problems()).isEmpty();
    }

    @Test
    void aPodWhoseDeviceWasDeletedIsSaidToHaveLostItUntilItIsGone() throws Exception {
        stage = new DriftStage();
        Process pod = new ProcessBuilder("unshare", "--net", "cat").start();
        try {
            Path netns = Path.of("/proc/" + pod.pid() + "/ns/net");
            DriftStage.until(() -> isNamespaceOfItsOwn(pod));
            stage.node.pod("w");
            stage.node.cni("ADD", "w", netns);
            String device = stage.pod("w").device();
            Repair repair =
                    stage.repaired("device", device, () -> stage.run("ip", "link", "del", device));
            assertThat(repair.found()).contains("deleted").contains("a/w lives on");
            assertThat(stage.node.endpoints()).extracting(EndpointRow::pod).doesNotContain("w");
            assertThat(stage.status().problems().getFirst().where()).isEqualTo("a/w");
        } finally {
            pod.destroyForcibly().waitFor();
        }
        DriftStage.until(() -> stage.status().problems().isEmpty());
        assertThat(stage.works()).isTrue();
    }

    /** By the agent that saw it happen, and by one that only finds what is left. */
    @Test
    void aPodThatIsCutOffIsNamedByTheDoctorAndOnlyOnce() throws Exception {
        stage = new DriftStage();
        EndpointRow y = stage.pod("y");
        stage.node.manifest(
                "pod-y",
                """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "y", "namespace": "a"},
                 "spec": {"nodeName": "n1", "containers": [{"name": "c", "image": "x"}]},
                 "status": {"phase": "Running", "podIP": "%1$s", "podIPs": [{"ip": "%1$s"}]}}
                """
                        .formatted(y.address()));
        stage.node.settle();
        stage.repaired("device", y.device(), () -> stage.run("ip", "link", "del", y.device()));
        assertThat(findingsOf("a/y")).extracting(Finding::check).containsExactly("reconcile");

        stage.node.killAgent();
        stage.node.startAgent();
        List<Finding> findings = new ArrayList<>();
        DriftStage.until(() -> findings.addAll(findingsOf("a/y")));
        Finding found = findings.getFirst();
        assertThat(found.check()).isEqualTo("unmanaged-pods");
        assertThat(found.evidence()).contains("no route leads to it");
        assertThat(found.cause()).contains("deleted without DEL");
    }

    private List<Finding> findingsOf(String where) throws Exception {
        return stage.node.ask("doctor", "", DoctorReply.class).findings().stream()
                .filter(finding -> finding.where().equals(where))
                .toList();
    }

    private static boolean isNamespaceOfItsOwn(Process pod) throws Exception {
        return !NetnsId.of(Path.of("/proc/" + pod.pid() + "/ns/net")).equals(NetnsId.current());
    }
}
