package naru.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.loop.LivePod;
import naru.agent.node.DatapathHooks;
import naru.apply.device.HostVeth;
import naru.apply.device.PodDevices;
import naru.apply.device.PodInterface;
import naru.datapath.AttachMode;
import naru.datapath.Datapath;
import naru.datapath.DatapathOptions;
import naru.datapath.Hook;
import naru.datapath.IpcacheRecord;
import naru.datapath.PolicyMapEntry;
import naru.datapath.PolicyMapKey;
import naru.datapath.abi.HostIdentityMode;
import naru.datapath.abi.PolicyDirection;
import naru.datapath.abi.PolicyVerdict;
import naru.linux.bpf.HookPoint;
import naru.linux.bpf.TcxLink;
import naru.linux.netlink.Addresses;
import naru.linux.netlink.Link;
import naru.linux.netlink.Links;
import naru.linux.netlink.Netlink;
import naru.model.Ipv4Address;
import naru.testkit.PrivateMachine;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A pod with the real programs on its device, and no agent that would put things right: it is
 * broken in one way after the other, and the checks say so until it is repaired.
 */
@Tag("root")
class BrokenPodTest {

    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final Path BPF_ROOT = Path.of(PrivateMachine.BPF_MOUNT, "naru");
    private static final Ipv4Address NODE = Ipv4Address.parse("172.30.0.2");
    private static final Ipv4Address POD = Ipv4Address.parse("10.244.1.5");
    private static final int HOST = 1;

    private final PrivateMachine machine = new PrivateMachine();
    private ThrowAwayNetns netns;
    private Netlink node;
    private Datapath datapath;
    private LivePod pod;

    @BeforeEach
    void aPod() {
        machine.call(
                () -> {
                    netns = ThrowAwayNetns.create("pod");
                    node = Netlink.open();
                    Link up = node.executeAndGet(Links.add("up0", "bridge"), "up0");
                    node.execute(
                            Links.up(1),
                            Links.up(up.index()),
                            Addresses.add(up.index(), InetAddress.ofLiteral("172.30.0.2"), 24));
                    datapath = open(HostIdentityMode.KERNEL, AttachMode.TCX);
                    pod = add();
                    return true;
                });
    }

    @AfterEach
    void gone() {
        machine.run(
                () -> {
                    datapath.close();
                    node.close();
                    netns.close();
                });
        machine.close();
    }

    private static Datapath open(HostIdentityMode mode, AttachMode attach) {
        return Datapath.open(new DatapathOptions(BPF_ROOT, mode, attach));
    }

    private LivePod add() {
        PodInterface wanted = new PodInterface("c-x", "eth0", netns.path(), POD, NODE, 1450);
        HostVeth veth =
                new PodDevices(node).add(wanted, made -> datapath.attachEndpoint(made.index()));
        datapath.maps()
                .endpoints()
                .put(
                        POD,
                        new naru.datapath.EndpointRecord(
                                1,
                                veth.index(),
                                1001,
                                1,
                                veth.mtu(),
                                veth.podMac().orElseThrow(),
                                veth.mac()));
        datapath.maps().ipcache().put(NODE.toPrefix(), new IpcacheRecord(HOST));
        datapath.maps().ipcache().put(POD.toPrefix(), new IpcacheRecord(1001));
        datapath.maps()
                .policy()
                .put(
                        new PolicyMapKey(1, PolicyDirection.INGRESS, HOST, 0, 0, 0, 0),
                        new PolicyMapEntry(PolicyVerdict.ALLOW, 1, 1));
        EndpointRecord record =
                new EndpointRecord(
                        1,
                        "c-x",
                        "eth0",
                        "a",
                        "x",
                        "",
                        POD.toString(),
                        netns.path().toString(),
                        veth.name(),
                        true,
                        true,
                        false,
                        "");
        return new LivePod(
                record,
                new Attachment(
                        veth.index(),
                        veth.podMac().orElseThrow().bits(),
                        veth.mac().bits(),
                        veth.mtu()));
    }

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
