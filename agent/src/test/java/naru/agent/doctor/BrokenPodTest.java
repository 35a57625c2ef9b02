package naru.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import naru.agent.node.DatapathHooks;
import naru.apply.device.PodDevices;
import naru.apply.device.PodInterface;
import naru.datapath.AttachMode;
import naru.datapath.Hook;
import naru.datapath.abi.HostIdentityMode;
import naru.linux.bpf.HookPoint;
import naru.linux.bpf.TcxLink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A pod with the real programs on its device, and no agent that would put things right: it is
 * broken in one way after the other, and the checks say so until it is repaired.
 */
@Tag("root")
class BrokenPodTest extends PodOnAMachine {

    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private interface Story {
        void tell() throws Exception;
    }

    private void inNode(Story story) {
        machine.call(
                () -> {
                    assertThat(examine()).as("before").isEmpty();
                    story.tell();
                    assertThat(examine()).as("after").isEmpty();
                    return true;
                });
    }

    private List<Finding> examine() throws Exception {
        LocalPods pods = () -> List.of(pod);
        DatapathHooks hooks = new DatapathHooks(datapath);
        List<Finding> found = new ArrayList<>();
        for (Check check :
                List.of(
                        new AttachedProgramsCheck(hooks, pods, List::of),
                        new RunningProgramsCheck(pods, datapath.maps()),
                        new HostIdentityCheck(HostIdentityMode.KERNEL, pods, hooks),
                        new PodWiringCheck(pods, new PodDevices(node), () -> NODE))) {
            found.addAll(check.look());
        }
        return found;
    }

    /** What a check finds, in words: once the kernel has done what the story began. */
    private String finds(String check) throws Exception {
        List<String> said = said(check);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (said.isEmpty() && System.nanoTime() - end < 0) {
            said = said(check);
        }
        assertThat(said).as(check).isNotEmpty();
        return String.join("; ", said);
    }

    private List<String> said(String check) throws Exception {
        return examine().stream()
                .filter(finding -> finding.check().equals(check))
                .map(finding -> finding.symptom() + ": " + finding.evidence())
                .toList();
    }

    private int device() {
        return pod.attachment().ifindex();
    }

    private static boolean run(Callable<Process> process) throws Exception {
        return process.call().waitFor() == 0;
    }

    private void ip(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        assertThat(run(() -> new ProcessBuilder(command).inheritIO().start())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pod_egress", "pod_ingress"})
    void aProgramWhosePinSomebodyRemovedRunsNoMore(String program) {
        inNode(
                () -> {
                    Files.delete(BPF_ROOT.resolve("v1/links").resolve(program + "_" + device()));
                    assertThat(finds("programs-attached")).contains("no " + program);
                    assertThat(finds("programs-run")).contains(program);
                    datapath.attachEndpoint(device());
                });
    }

    @Test
    void aForeignProgramInFrontIsNamed() {
        inNode(
                () -> {
                    var foreign = datapath.program(Hook.NODE_INGRESS);
                    try (TcxLink _ = TcxLink.attach(foreign, device(), HookPoint.INGRESS)) {
                        assertThat(finds("programs-attached"))
                                .contains("another program sees packets before pod_egress")
                                .contains("node_ingress (" + foreign.id() + "), pod_egress");
                    }
                });
    }

    @Test
    void aForeignTcxProgramIsBeforeEveryFilter() {
        machine.run(
                () -> {
                    datapath.close();
                    datapath = open(HostIdentityMode.KERNEL, AttachMode.CLSACT);
                    datapath.attachEndpoint(device());
                });
        inNode(
                () -> {
                    var foreign = datapath.program(Hook.NODE_INGRESS);
                    try (TcxLink _ = TcxLink.attach(foreign, device(), HookPoint.EGRESS)) {
                        assertThat(finds("programs-attached"))
                                .contains("another program sees packets before pod_ingress");
                    }
                });
    }

    @Test
    void programsOfAnotherSettingAreNamed() {
        inNode(
                () -> {
                    datapath.close();
                    datapath = open(HostIdentityMode.MARK, AttachMode.TCX);
                    assertThat(finds("host-identity")).contains("host_identity = MARK");
                    assertThat(finds("programs-run")).contains("was not let through");
                    datapath.close();
                    datapath = open(HostIdentityMode.KERNEL, AttachMode.TCX);
                });
    }

    @Test
    void aRouteToAPodThatIsGoneOrLeadsElsewhereIsNamed() {
        inNode(
                () -> {
                    ip("route", "del", POD + "/32");
                    assertThat(finds("pod-wiring")).contains("10.244.1.5/32: found no route");
                    new PodDevices(node).repair(wanted());
                    ip("rule", "add", "to", POD + "/32", "unreachable");
                    assertThat(finds("pod-wiring"))
                            .contains("sends what is for 10.244.1.5 nowhere");
                    ip("rule", "del", "to", POD + "/32", "unreachable");
                });
    }

    private PodInterface wanted() {
        return new PodInterface("c-x", "eth0", netns.path(), POD, NODE, 1450);
    }

    @Test
    void aNeighbourThatIsGoneOrAnotherIsNamed() {
        inNode(
                () -> {
                    String device = pod.record().device();
                    ip("neigh", "del", POD.toString(), "dev", device);
                    assertThat(finds("pod-wiring")).contains("no permanent entry");
                    ip(
                            "neigh",
                            "replace",
                            POD.toString(),
                            "lladdr",
                            "02:00:00:00:00:01",
                            "dev",
                            device,
                            "nud",
                            "permanent");
                    assertThat(finds("pod-wiring")).contains("found 02:00:00:00:00:01");
                    new PodDevices(node).repair(wanted());
                });
    }

    @Test
    void aDeviceThatIsDownIsNamed() {
        inNode(
                () -> {
                    ip("link", "set", pod.record().device(), "down");
                    assertThat(finds("pod-wiring")).contains("found down");
                    new PodDevices(node).repair(wanted());
                });
    }

    @Test
    void aPodThatDoesNotAnswerIsAsWellAsOthers() {
        inNode(
                () -> {
                    netns.call(
                            () ->
                                    Files.writeString(
                                            Path.of("/proc/sys/net/ipv4/icmp_echo_ignore_all"),
                                            "1"));
                    assertThat(examine()).isEmpty();
                });
    }
}
