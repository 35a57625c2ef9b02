package naru.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the commands promise, on one lab with a host outside. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabCommandsTest {

    private final NaruLab lab = new NaruLab("commandstest");

    @BeforeAll
    void up(@TempDir Path folder) throws Exception {
        Path config = folder.resolve("lab.yaml");
        Files.writeString(
                config,
                """
                external:
                  - {name: e1, addresses: [192.0.2.10]}
                """);
        lab.clear();
        lab.lab("up", "--config", config.toString()).good();
    }

    @AfterAll
    void down() throws Exception {
        try {
            HealthyNodes.assertHealthy(lab.name());
        } finally {
            lab.lab("down");
        }
    }

    private static String namespace(String name) {
        return "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}\n---\n".formatted(name);
    }

    private static String pod(String namespace, String name, String node, String more) {
        return """
               {apiVersion: v1, kind: Pod, metadata: {namespace: %s, name: %s, labels: {name: %s}},
                spec: {nodeName: %s, containers: [{name: c, image: none%s}]}}
               ---
               """
                .formatted(namespace, name, name, node, more.isEmpty() ? "" : ", " + more);
    }

    private static String wishing(String manifest, String address) {
        return manifest.replace(
                "labels:",
                "annotations: {cni.projectcalico.org/ipAddrs: '[\"" + address + "\"]'}, labels:");
    }

    @Test
    void execPassesInputOutputAndExitCodeThrough() throws Exception {
        lab.apply(namespace("exec") + pod("exec", "a", "n1", ""), "--wait").good();
        assertThat(lab.exec("exec/a", "sh", "-c", "exit 7").exitCode()).isEqualTo(7);
        assertThat(lab.exec("exec/a", "sh", "-c", "kill -9 $$").exitCode()).isEqualTo(137);
        assertThat(lab.run("hello", "exec", "node/n1", "--", "cat").good().out())
                .isEqualTo("hello");
        assertThat(lab.exec("node/n2", "hostname").good().out().strip()).isEqualTo("n2");
        assertThat(lab.exec("exec/a", "cat", "/proc/self/cgroup").out())
                .contains("0::/pods/exec_a");
        NaruLab.Ran missing = lab.exec("exec/a", "/no/such/program");
        assertThat(missing.exitCode()).as(missing.err()).isEqualTo(127);
        assertThat(lab.exec("exec/nobody", "true").exitCode()).isEqualTo(1);
        assertThat(lab.exec("nowhere", "true").exitCode()).isEqualTo(2);
    }

    @Test
    void hostsOutsideArePlainAddresses() throws Exception {
        lab.apply(
                        namespace("out")
                                + pod("out", "a", "n1", "command: [naru-listener, a, \"8080\"]"),
                        "--wait")
                .good();
        assertThat(lab.reaches("ext/e1", lab.pod("out/a").path("ip").asText(), 8080)).isTrue();
        assertThat(lab.exec("ext/e1", "ip", "-4", "-br", "addr").out()).contains("192.0.2.10/24");
    }

    @Test
    void whatIsRefusedIsNamedAndTheRestIsApplied() throws Exception {
        NaruLab.Ran ran =
                lab.apply(
                        namespace("some")
                                + pod("nowhere", "a", "n1", "")
                                + pod("some", "b", "n9", "")
                                + wishing(pod("some", "c", "n1", ""), "10.244.2.77")
                                + wishing(pod("some", "d", "n1", ""), "10.244.1.77")
                                + wishing(pod("some", "e", "n1", ""), "10.244.1.77"),
                        "--wait");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .contains("Pod nowhere/a: -:3: there is no namespace nowhere")
                .contains("Pod some/b", "there is no node n9")
                .contains("Pod some/c", "10.244.2.77 that it asks for is not in the ranges")
                .contains("Pod some/e", "10.244.1.77 that it asks for is that of Pod some/d");
        assertThat(ran.out()).contains("Pod some/d created");
        assertThat(lab.pod("some/d").path("ip").asText()).isEqualTo("10.244.1.77");
    }

    @Test
    void aCommandThatDoesNotExistIsSaid() throws Exception {
        NaruLab.Ran ran =
                lab.apply(
                        namespace("bad") + pod("bad", "a", "n1", "command: [/no/such/program]"),
                        "--wait");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("Pod bad/a", "/no/such/program: No such file or directory");
        lab.delete(namespace("bad")).good();
        lab.apply(namespace("good"), "--wait").good();
    }

    @Test
    void aPodThatWishesForAPortOfItsNodeIsToldThatItDoesNotGetOne() throws Exception {
        NaruLab.Ran ran =
                lab.apply(
                        namespace("port")
                                + pod(
                                        "port",
                                        "a",
                                        "n1",
                                        "ports: [{hostPort: 8080, containerPort: 80}]"),
                        "--wait");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("Pod port/a", "portMappings", "8080", "--host-ports");
        lab.delete(namespace("port")).good();
        lab.apply(namespace("good"), "--wait").good();
    }

    @Test
    void labelsChangeInPlaceAndAnotherNodeMakesAnotherPod() throws Exception {
        String manifest = namespace("move") + pod("move", "a", "n1", "");
        lab.apply(manifest, "--wait").good();
        JsonNode before = lab.pod("move/a");
        assertThat(lab.apply(manifest, "--wait").good().out()).contains("Pod move/a unchanged");
        String relabelled = manifest.replace("labels: {name: a}", "labels: {name: b}");
        assertThat(lab.apply(relabelled, "--wait").good().out()).contains("Pod move/a configured");
        JsonNode after = lab.pod("move/a");
        assertThat(after.path("ip")).isEqualTo(before.path("ip"));
        assertThat(after.path("endpoint")).isEqualTo(before.path("endpoint"));
        assertThat(after.path("identity")).isNotEqualTo(before.path("identity"));
        assertThat(lab.apply(manifest.replace("n1", "n2"), "--wait").good().out())
                .contains("Pod move/a recreated");
        assertThat(lab.pod("move/a").path("ip").asText()).startsWith("10.244.2.");
    }

    @Test
    void aDeletedPodIsGoneAndItsNameAndAddressAreFreeAtOnce() throws Exception {
        String manifest = namespace("gone") + wishing(pod("gone", "a", "n1", ""), "10.244.1.99");
        lab.apply(manifest, "--wait").good();
        Path netns = Path.of(lab.pod("gone/a").path("netns").asText());
        assertThat(lab.delete(manifest).good().out()).contains("Namespace gone deleted");
        assertThat(netns).doesNotExist();
        assertThat(lab.lab("get", "pods", "-n", "gone", "-o", "json").good().out().strip())
                .isEqualTo("[ ]");
        lab.delete(manifest).good();
        lab.apply(manifest.replace("name: a", "name: b"), "--wait").good();
        assertThat(lab.pod("gone/b").path("ip").asText()).isEqualTo("10.244.1.99");
    }

    @Test
    void probesTellReadinessAndRestartWhatDoesNotLive() throws Exception {
        String ready = "readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}";
        String alive =
                "livenessProbe: {httpGet: {port: 8081}, periodSeconds: 1, failureThreshold: 2}";
        lab.apply(
                        namespace("probe")
                                + pod(
                                        "probe",
                                        "a",
                                        "n1",
                                        "command: [naru-listener, a, \"8080\"], " + ready)
                                + pod("probe", "b", "n1", ready)
                                + pod(
                                        "probe",
                                        "c",
                                        "n1",
                                        "command: [naru-listener, c, \"80\"], " + alive),
                        "--wait")
                .good();
        NaruLab.eventually(() -> lab.pod("probe/a").path("ready").asBoolean());
        NaruLab.eventually(() -> lab.pod("probe/c").path("restarts").asInt() > 0);
        NaruLab.eventually(
                () ->
                        lab.pod("probe/b")
                                .path("reason")
                                .asText()
                                .contains("readiness probe failed"));
        assertThat(lab.pod("probe/b").path("ready").asBoolean()).isFalse();
    }

    @Test
    void aKilledAgentIsMissedAndStartedAgain() throws Exception {
        lab.lab("agent", "kill", "--node", "n2").good();
        NaruLab.Ran ran = lab.apply(namespace("dead"), "--wait", "--timeout", "1s");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("Node n2", "naru lab agent start --node n2");
        lab.lab("agent", "start", "--node", "n2").good();
        lab.apply(namespace("dead"), "--wait").good();
        assertThat(lab.lab("agent", "start", "--node", "n2").err()).contains("runs already");
    }

    @Test
    void nodesCanBeAddedAndRemoved() throws Exception {
        String node = "{apiVersion: v1, kind: Node, metadata: {name: n3}}\n---\n";
        lab.apply(node + namespace("third") + pod("third", "a", "n3", ""), "--wait").good();
        assertThat(lab.pod("third/a").path("node").asText()).isEqualTo("n3");
        lab.delete(node).good();
        assertThat(lab.nodes()).noneMatch(n -> n.path("name").asText().equals("n3"));
        assertThat(lab.pods()).noneMatch(p -> p.path("namespace").asText().equals("third"));
        lab.apply(node, "--wait").good();
        lab.delete(node).good();
    }

    @Test
    void aWrongSettingIsRefusedBeforeAnythingChanges() throws Exception {
        assertThat(lab.lab("config", "--node", "n1", "host-identity=maybe").exitCode())
                .isEqualTo(2);
        assertThat(lab.lab("config", "--node", "n1", "no-such-key=1").exitCode()).isEqualTo(2);
        assertThat(lab.lab("config", "--node", "n7", "attach=tcx").exitCode()).isEqualTo(1);
        assertThat(lab.lab("config", "--node", "n1", "--wait", "attach=clsact").good().out())
                .contains("n1: attach: clsact");
    }
}
