package naru.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import naru.lab.NaruTree;
import naru.lab.runtime.Cri.PodSandbox;
import naru.wire.AgentReplies.EndpointRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The distribution's containerd and runc, by the CRI and by {@code ctr}, on what {@code naru cni
 * install} installs: pods come, go, and survive what happens to a runtime and its node.
 */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerRuntimeTest {

    private static final String[] SERVER = {
        "/bin/busybox", "nc", "-ll", "-p", "8080", "-e", "/bin/busybox", "echo", "hello"
    };

    private RuntimeNode node;

    @BeforeAll
    void powerOn() throws Exception {
        RuntimeNode.assumeItsTools();
        node = new RuntimeNode(NaruTree.built(), "cri");
    }

    @AfterAll
    void powerOff() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (String sandbox : node.cri().sandboxes()) {
            node.cri().remove(sandbox);
        }
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws Exception {
        RuntimeNode.eventually("no address is used", () -> node.status().addresses().used() == 0);
        assertThat(node.endpoints()).isEmpty();
        assertThat(node.hostVeths()).isEmpty();
        assertThat(node.status().problems()).isEmpty();
        try (var records = Files.list(node.disk().resolve("state/endpoints"))) {
            assertThat(records).isEmpty();
        }
    }

    /** A pod with a server, as a kubelet makes it; answers its sandbox. */
    private String runServer(String name) throws Exception {
        node.pod(name);
        return runServer(new PodSandbox(name));
    }

    private String runServer(PodSandbox pod) throws Exception {
        String sandbox = node.cri().run(pod);
        node.cri().start(pod, sandbox, SERVER);
        RuntimeNode.eventually("the server answers", () -> answers(sandbox));
        return sandbox;
    }

    private boolean answers(String sandbox) throws Exception {
        return node.hello(node.cri().address(sandbox)).equals("hello");
    }

    @Test
    void aPodOfTheCriGetsAnAddressAndReachesOthers() throws Exception {
        String server = runServer("server");
        assertThat(node.endpoints())
                .singleElement()
                .matches(row -> row.pod().equals("server") && row.state().equals("ready"))
                .matches(row -> row.address().equals(node.cri().address(server)));

        node.pod("client");
        PodSandbox pod = new PodSandbox("client");
        String client = node.cri().run(pod);
        String container = node.cri().start(pod, client, "/bin/busybox", "sleep", "3600");
        String said =
                node.cri()
                        .exec(
                                container,
                                "/bin/busybox",
                                "nc",
                                "-w",
                                "10",
                                node.cri().address(server),
                                "8080");
        assertThat(said).isEqualTo("hello\n");
        node.cri().remove(client);
        assertThat(node.endpoints()).extracting(EndpointRow::pod).containsExactly("server");
        assertThat(answers(server)).isTrue();
    }

    @Test
    void hostPortsAndBandwidthAreRefusedAndTheRuntimeTellsWhy() throws Exception {
        node.pod("greedy");
        assertThatThrownBy(() -> node.cri().run(new PodSandbox("greedy", 0, 8081, Map.of())))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("portMappings")
                .hasMessageContaining("8081")
                .hasMessageContaining("portmap");
        Map<String, String> slow = Map.of("kubernetes.io/egress-bandwidth", "10M");
        assertThatThrownBy(() -> node.cri().run(new PodSandbox("greedy", 1, 0, slow)))
                .hasMessageContaining("bandwidth")
                .hasMessageContaining("10000000");
        assertThat(node.endpoints()).isEmpty();
    }

    @Test
    void podsGoOnWhileContainerdIsKilledAndStartedAgain() throws Exception {
        String sandbox = runServer("steady");
        String address = node.cri().address(sandbox);
        node.killContainerd();
        assertThat(node.hello(address)).isEqualTo("hello");
        node.startContainerd();
        assertThat(node.cri().state(sandbox)).isEqualTo(Cri.READY);
        assertThat(node.cri().address(sandbox)).isEqualTo(address);
        assertThat(node.hello(address)).isEqualTo("hello");
    }

    @Test
    void aSandboxWhoseProcessWasKilledIsTakenAway() throws Exception {
        String sandbox = runServer("victim");
        String address = node.cri().address(sandbox);
        node.in(
                "sh",
                "-c",
                "kill -9 $(cat /run/containerd/io.containerd.runtime.v2.task/k8s.io/"
                        + sandbox
                        + "/init.pid)");
        RuntimeNode.eventually("the runtime knows", () -> node.cri().state(sandbox) != Cri.READY);
        node.cri().remove(sandbox);
        assertNothingIsLeft();
        assertThatThrownBy(() -> node.hello(address)).hasMessageContaining("nc");
    }

    @Test
    void aPodThatItsRuntimeForgotGoesByGc() throws Exception {
        String kept = runServer("kept");
        String lost = runServer("lost");
        assertThat(node.collectGarbage(List.of(kept)).exitCode()).isZero();
        assertThat(node.endpoints()).extracting(EndpointRow::pod).containsExactly("kept");
        assertThat(node.hostVeths()).hasSize(1);
        assertThat(answers(kept)).isTrue();
        assertThat(node.status().addresses().used()).isEqualTo(1);
        node.cri().remove(lost);
        assertThat(node.plugin("GC", ",\"cni.dev/valid-attachments\":\"all\"").output())
                .contains("\"code\":7");
        assertThat(answers(kept)).isTrue();
    }

    @Test
    void withoutAgentThereIsNoStatusAndNoPodAndBothComeBackWithIt() throws Exception {
        assertThat(node.plugin("STATUS", "").exitCode()).isZero();
        String sandbox = runServer("early");
        node.killAgent();
        assertThat(node.plugin("STATUS", "").output()).contains("\"code\":50");
        node.pod("late");
        assertThatThrownBy(() -> node.cri().run(new PodSandbox("late")))
                .hasMessageContaining("the naru agent does not answer");
        assertThat(answers(sandbox)).as("pods go on").isTrue();
        node.startAgent();
        assertThat(node.plugin("STATUS", "").exitCode()).isZero();
        runServer(new PodSandbox("late", 1));
        assertThat(answers(sandbox)).isTrue();
    }

    @Test
    void afterAPowerCutTheNodeBeginsAnewAndTheRuntimeCleansUp() throws Exception {
        String before = runServer("before");
        runServer("other");
        node.reboot();
        assertThat(node.endpoints()).isEmpty();
        assertThat(node.status().addresses().used()).isZero();
        assertThat(node.cri().sandboxes()).contains(before);
        assertThat(node.cri().state(before)).isNotEqualTo(Cri.READY);
        node.cri().remove(before);
        String again = runServer("again");
        assertThat(node.endpoints()).extracting(EndpointRow::pod).containsExactly("again");
        assertThat(answers(again)).isTrue();
    }

    @Test
    void aContainerOfCtrIsNoPodButThisNodeReachesIt() throws Exception {
        assertThat(run("--rm", "first", "/bin/busybox", "ip", "-4", "addr", "show", "eth0"))
                .contains("inet 10.244.1.");
        run("-d", "second", SERVER);
        EndpointRow row = node.endpoints().getFirst();
        assertThat(row.state()).isEqualTo("init");
        RuntimeNode.eventually(
                "the server answers", () -> node.hello(row.address()).equals("hello"));
        node.ctr("task", "rm", "-f", "second");
        node.ctr("container", "rm", "second");
    }

    private String run(String flag, String name, String... command) throws Exception {
        String[] line =
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(
                                        "run",
                                        "--snapshotter",
                                        "native",
                                        "--cni",
                                        flag,
                                        BusyboxImage.NAME,
                                        name),
                                java.util.stream.Stream.of(command))
                        .toArray(String[]::new);
        return node.ctr(line);
    }
}
