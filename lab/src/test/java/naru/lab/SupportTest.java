package naru.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import naru.wire.DoctorReply;
import naru.wire.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whom one asks when something is wrong: doctor and support-bundle, with and without an agent. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupportTest {

    private static final String POD =
            """
            apiVersion: v1
            kind: Pod
            metadata:
              namespace: default
              name: web
              annotations: {token: a-secret-of-an-annotation}
            spec:
              nodeName: n1
              containers:
                - name: c
                  image: none
                  env: [{name: PASSWORD, value: a-secret-of-a-container}]
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {x: a-secret-of-a-secret}}
            """;

    private final NaruLab lab = new NaruLab("supporttest");

    @BeforeAll
    void up() throws Exception {
        lab.clear();
        lab.lab("up", "--nodes", "1").good();
        lab.apply(POD);
        lab.apply(
                        "{apiVersion: v1, kind: Namespace,"
                                + " metadata: {name: x, annotations: {token: a-secret-of-a-namespace}}}",
                        "--wait")
                .good();
    }

    @AfterAll
    void down() throws Exception {
        lab.lab("down").good();
    }

    @Test
    void aHealthyNodeIsOneLineAndABundleHoldsNoSecrets(@TempDir Path folder) throws Exception {
        NaruLab.Ran doctor = lab.naru("doctor").good();
        assertThat(doctor.out()).startsWith("n1: healthy: ").contains("1 endpoint").hasLineCount(1);
        Map<String, String> files = bundle(folder);
        assertThat(files.get("n1/agent/doctor.json")).contains("\"findings\" : [ ]");
        assertThat(files.get("n1/agent/endpoint-list.json")).contains("web");
        assertThat(files.get("n1/agent/policy.txt")).contains("endpoint 1");
        assertThat(files.get("n1/agent/settings.json")).contains("host-identity", "default");
        assertThat(files.get("n1/agent/log.txt")).contains("agent of node n1 starts");
        assertThat(files.get("n1/kernel/programs-and-maps.json"))
                .contains("pod_ingress", "ipcache_map4", "node_ingress");
        assertThat(files.get("n1/network/routes.txt")).contains("10.244.");
        assertThat(files.keySet()).anyMatch(name -> name.startsWith("n1/state/endpoints/"));
        assertThat(files.get("INDEX.txt")).contains("n1/network/routes.txt", "Not in it");
        files.forEach((name, text) -> assertThat(text).as(name).doesNotContain("a-secret-of"));
    }

    @Test
    void withoutAnAgentBothSayWhatTheySee(@TempDir Path folder) throws Exception {
        lab.lab("agent", "kill", "--node", "n1").good();
        try {
            NaruLab.Ran doctor = lab.naru("doctor", "-o", "json");
            assertThat(doctor.exitCode()).as(doctor.err()).isEqualTo(3);
            assertThat(doctor.err()).contains("does not answer", "naru lab agent start");
            DoctorReply reply = Json.read(doctor.out(), DoctorReply.class);
            assertThat(reply.state().endpoints()).isEqualTo(1);
            assertThat(reply.findings())
                    .extracting(DoctorReply.Finding::check)
                    .containsExactly("agent");
            assertThat(reply.findings().getFirst().fix()).contains("naru lab agent start");
            Map<String, String> files = bundle(folder);
            assertThat(files.get("n1/agent/doctor.json")).contains("not there");
            assertThat(files.get("n1/agent/without-agent.json")).contains("no agent answers");
            assertThat(files.get("n1/kernel/programs-and-maps.json")).contains("pod_ingress");
        } finally {
            lab.lab("agent", "start", "--node", "n1").good();
        }
        lab.apply(
                        "{apiVersion: v1, kind: Namespace,"
                                + " metadata: {name: x, annotations: {token: a-secret-of-a-namespace}}}",
                        "--wait")
                .good();
        lab.naru("doctor").good();
    }

    private Map<String, String> bundle(Path folder) throws Exception {
        Path file = folder.resolve("bundle.tar.gz");
        lab.naru("support-bundle", "--node", "n1", "-o", file.toString()).good();
        run("tar", "-xzf", file.toString(), "-C", folder.toString());
        Files.delete(file);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                byte[] text = Files.readAllBytes(path);
                files.put(
                        folder.relativize(path).toString(),
                        new String(text, StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
