package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import naru.agent.InstalledPlugin.Answer;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a runtime gets wrong, the executable answers with an error of the specification. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadPluginCallTest {

    @TempDir static Path folder;
    private final ThrowAwayNetns pod = ThrowAwayNetns.create("pod");
    private AgentNode node;
    private InstalledPlugin plugin;

    @BeforeAll
    void startANode() throws Exception {
        node = new AgentNode("10.244.1.0/24");
        plugin = new InstalledPlugin(node, folder);
    }

    @AfterAll
    void stopIt() throws IOException {
        node.close();
        pod.close();
    }

    @AfterEach
    void nothingCameOfIt() throws Exception {
        assertThat(node.endpoints()).isEmpty();
        assertThat(node.hostVeths()).isEmpty();
        assertThat(pod.netlink().link("eth0")).isEmpty();
    }

    @Test
    void halfWrittenInputIsADecodingFailure() throws Exception {
        String whole = plugin.config("1.1.0", "");
        for (int length : new int[] {1, 10, whole.length() / 2, whole.length() - 1}) {
            Answer answer = plugin.call(add(pod.path()), whole.substring(0, length));
            // Before its socket is told, no agent can be asked.
            assertThat(answer.code()).as(answer.output()).isIn(6, 11);
        }
        Answer cut = plugin.call(add(pod.path()), whole.substring(0, whole.length() - 1));
        assertThat(cut.code()).isEqualTo(6);
        assertThat(cut.json().path("msg").asText()).contains("not JSON");
    }

    @Test
    void aNamespaceThatIsNoneIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        String own = "/proc/self/ns/net";
        for (String path :
                List.of("/nowhere", file.toString(), "/proc/1/ns/mnt", own, "relative", "")) {
            Map<String, String> environment = add(Path.of("/"));
            environment.put("CNI_NETNS", path);
            Answer answer = plugin.call(environment, plugin.config("1.1.0", ""));
            assertThat(answer.code()).as(answer.output()).isEqualTo(4);
            assertThat(answer.json().path("msg").asText()).contains("CNI_NETNS", path);
        }
    }

    @Test
    void anUnknownVersionOrCommandIsNamed() throws Exception {
        Answer version = plugin.call(add(pod.path()), plugin.config("9.0.0", ""));
        assertThat(version.code()).isEqualTo(1);
        assertThat(version.output()).contains("9.0.0", "0.3.1", "1.1.0");
        Map<String, String> environment = add(pod.path());
        environment.put("CNI_COMMAND", "SHRUG");
        assertThat(plugin.call(environment, plugin.config("1.1.0", "")).code()).isEqualTo(4);
    }

    @Test
    void aListOfAttachmentsThatIsNoListIsNamed() throws Exception {
        String bad = ",\"cni.dev/valid-attachments\":\"all\"";
        Answer answer = plugin.call(Map.of("CNI_COMMAND", "GC"), plugin.config("1.1.0", bad));
        assertThat(answer.code()).isEqualTo(7);
        assertThat(answer.output()).contains("cni.dev/valid-attachments", "not a list");
        Answer older = plugin.call(Map.of("CNI_COMMAND", "GC"), plugin.config("1.0.0", ""));
        assertThat(older.code()).isEqualTo(1);
    }

    @Test
    void aHugeEnvironmentIsRefusedOrBorne() throws Exception {
        Map<String, String> environment = add(pod.path());
        environment.put("CNI_ARGS", "IgnoreUnknown=1;X=" + "x".repeat(100_000));
        environment.put("CNI_IFNAME", "far-too-long-a-name");
        Answer borne = plugin.call(environment, plugin.config("1.1.0", ""));
        assertThat(borne.output()).contains("CNI_IFNAME");
        for (int i = 0; i < 6; i++) {
            environment.put("CNI_X" + i, "x".repeat(100_000));
        }
        Answer refused = plugin.call(environment, plugin.config("1.1.0", ""));
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.output()).contains("larger than a CNI plugin has to expect");
    }

    private static Map<String, String> add(Path netns) {
        return new HashMap<>(
                Map.of(
                        "CNI_COMMAND", "ADD",
                        "CNI_CONTAINERID", "c1",
                        "CNI_IFNAME", "eth0",
                        "CNI_NETNS", netns.toString()));
    }
}
