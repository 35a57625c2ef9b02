package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import naru.agent.InstalledPlugin.Answer;
import naru.testkit.ThrowAwayNetns;
import naru.wire.AgentReplies.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The CNI project's own tool, and so its library, with a configuration of each version. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CnitoolTest {

    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final String MODULE = "github.com/containernetworking/cni/cnitool@v1.3.0";
    private static final Path TOOL = Path.of("target/go/cnitool").toAbsolutePath();
    private static final int BUILD_MINUTES = 4;

    @TempDir static Path folder;
    private final ThrowAwayNetns pod = ThrowAwayNetns.create("pod");
    private AgentNode node;
    private InstalledPlugin plugin;

    @BeforeAll
    void startANode() throws Exception {
        buildTool();
        node = new AgentNode("10.244.1.0/24");
        plugin = new InstalledPlugin(node, folder);
        // The library keeps results in there; not this machine's.
        assertThat(node.command("mount", "-t", "tmpfs", "tmpfs", "/var/lib").waitFor()).isZero();
    }

    private static void buildTool() throws Exception {
        if (Files.isExecutable(TOOL)) {
            return;
        }
        assumeTrue(findsGo(), "Go is not installed");
        ProcessBuilder go = new ProcessBuilder("go", "install", MODULE).redirectErrorStream(true);
        go.environment().put("GOFLAGS", "-mod=mod");
        go.environment().put("GOBIN", TOOL.getParent().toString());
        go.directory(folderFor(TOOL).toFile());
        Path log = TOOL.resolveSibling("go.log");
        Process build = go.redirectOutput(log.toFile()).start();
        if (!build.waitFor(BUILD_MINUTES, TimeUnit.MINUTES) || build.exitValue() != 0) {
            build.destroyForcibly();
            abort("Go can't build cnitool: " + Files.readString(log, StandardCharsets.UTF_8));
        }
    }

    private static boolean findsGo() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "go")));
    }

    private static Path folderFor(Path file) throws IOException {
        return Files.createDirectories(file.getParent());
    }

    @AfterAll
    void stopIt() throws IOException {
        pod.close();
        if (node != null) {
            node.close();
        }
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        if (node != null) {
            node.ask("cni", gcOfAll(), JsonNode.class);
            assertThat(node.endpoints()).isEmpty();
            assertThat(pod.netlink().link("eth0")).isEmpty();
            assertThat(node.ask("status", "", Status.class).addresses().used()).isZero();
        }
    }

    private naru.wire.AgentRequests.Cni gcOfAll() {
        String config = plugin.config("1.1.0", ",\"cni.dev/valid-attachments\":[]");
        return new naru.wire.AgentRequests.Cni("", Map.of("CNI_COMMAND", "GC"), config);
    }

    private Answer tool(String command, String network) throws Exception {
        return plugin.run(
                Map.of(
                        "CNI_PATH",
                        plugin.binDir().toString(),
                        "NETCONFPATH",
                        plugin.configDir().toString()),
                "",
                List.of(TOOL.toString(), command, network, pod.path().toString()));
    }

    private static void assertGood(Answer answer) {
        assertThat(answer.exitCode()).as(answer.output()).isZero();
    }

    /** A network of that version only. */
    private String network(String version) throws IOException {
        String name = "only-" + version;
        Files.writeString(
                plugin.configDir().resolve(name + ".conflist"),
                """
                {"cniVersion": "%s", "name": "%s", "plugins": [{"type": "naru", "socket": "%s"}]}
                """
                        .formatted(version, name, node.socket()));
        return name;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"})
    void eachVersionAttachesAndDetaches(String version) throws Exception {
        String network = network(version);
        Answer added = tool("add", network);
        assertGood(added);
        assertThat(added.json().path("cniVersion").asText()).isEqualTo(version);
        String address = added.json().at("/ips/0/address").asText();
        assertThat(node.endpoints()).singleElement().matches(e -> address.startsWith(e.address()));
        assertThat(added.json().at("/interfaces/1/mtu").asInt())
                .isEqualTo(version.equals("1.1.0") ? 1500 : 0);

        Answer checked = tool("check", network);
        if (version.startsWith("0.3")) {
            assertThat(checked.output()).as("before CHECK was thought of").contains("CHECK");
        } else {
            assertGood(checked);
            pod.netlink().execute(naru.linux.netlink.Links.change("eth0").down().request());
            assertThat(tool("check", network).output()).contains("not as ADD left it");
        }
        assertGood(tool("del", network));
        assertGood(tool("del", network));
        assertThat(node.endpoints()).isEmpty();
    }

    @Test
    void ofTheInstalledConfigurationTheNewestVersionIsTaken() throws Exception {
        Answer added = tool("add", "naru");
        assertGood(added);
        assertThat(added.json().path("cniVersion").asText()).isEqualTo("1.1.0");
        assertGood(tool("check", "naru"));
        assertGood(tool("status", "naru"));
        assertGood(tool("gc", "naru"));
        assertThat(node.endpoints()).as("the tool knows no valid attachments").isEmpty();
    }

    @Test
    void statusTellsWhetherAnAgentAnswers() throws Exception {
        assertGood(tool("status", "naru"));
        node.killAgent();
        Answer without = tool("status", "naru");
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.output()).contains("the naru agent does not answer");
        node.startAgent();
        long end = System.nanoTime() + PATIENCE_NANOS;
        Answer again = tool("status", "naru");
        while (again.exitCode() != 0 && System.nanoTime() < end) {
            assertThat(again.output()).contains("has not read all objects");
            again = tool("status", "naru");
        }
        assertGood(again);
    }

    @Test
    void whatAPodWishesForAndWouldNotGetIsRefused() throws Exception {
        Answer refused =
                plugin.run(
                        Map.of(
                                "CNI_PATH", plugin.binDir().toString(),
                                "NETCONFPATH", plugin.configDir().toString(),
                                "CAP_ARGS", "{\"portMappings\":[{\"hostPort\":8080}]}"),
                        "",
                        List.of(TOOL.toString(), "add", "naru", pod.path().toString()));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("hostPort", "8080");
    }
}
