package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.Operation.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What an agent kept is broken, or what it needs is not there yet when it starts: that is said, and
 * the pods that are there don't notice.
 */
@Tag("root")
class StateFaultTest extends ThreePods {

    @BeforeEach
    void startANode() throws Exception {
        node = new AgentNode("10.244.1.0/24");
        addPods();
        node.manifest("policy", ONLY_X_REACHES_Y);
        connect();
    }

    @Test
    void aBrokenEndpointRecordIsMadeAnewFromWhatElseThereIs() throws Exception {
        Path record = record("x");
        String whole = Files.readString(record);
        List<String> broken =
                List.of(
                        "",
                        whole.substring(0, whole.length() / 2),
                        whole.replace("\"slot\":", "\"slot\":9"));
        for (String content : broken) {
            node.killAgent();
            Files.writeString(record, content, StandardCharsets.ISO_8859_1);
            node.startAgent();
            node.settle();
            assertReachedByXOnly();
            assertThat(node.endpoints())
                    .extracting(EndpointRow::pod)
                    .containsExactly("y", "x", "z");
            assertThat(node.problems())
                    .containsExactly("an endpoint record could not be read and was made anew");
            node.killAgent();
            node.startAgent();
            assertThat(node.problems()).isEmpty();
        }
        node.cni("DEL", "x", x.path());
        node.settle();
        assertThat(node.endpoints()).extracting(EndpointRow::pod).containsExactly("y", "z");
    }

    @Test
    void aBrokenAddressRecordIsSaidAndTheAddressStaysItsPods() throws Exception {
        Path allocation = only(node.state().resolve("addresses"), "c-x");
        node.killAgent();
        Files.writeString(allocation, Files.readString(allocation).substring(0, 20));
        node.startAgent();
        assertThat(node.problems()).containsExactly("an address record can't be read");
        assertReachedByXOnly();
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            taken.add(node.add("other" + i, netns()));
        }
        assertThat(taken).doesNotContain(endpoint("x").address()).doesNotHaveDuplicates();
        node.killAgent();
        node.startAgent();
        assertThat(node.problems()).isEmpty();
        assertThat(node.endpoints()).hasSize(13);
    }

    @Test
    void lostNumbersGetNoOtherMeaningAndABrokenBootNoteForgetsNobody() throws Exception {
        node.killAgent();
        Files.writeString(node.state().resolve("numbering.json"), "{\"identities\":{\"30");
        Files.writeString(node.state().resolve("boot"), "");
        node.startAgent();
        assertReachedByXOnly();
        node.settle();
        assertReachedByXOnly();
        assertThat(node.problems())
                .containsExactly("numbers of identities were lost: pods may have got new ones");
        node.killAgent();
        node.startAgent();
        node.settle();
        assertReachedByXOnly();
        assertThat(node.problems()).isEmpty();
    }

    @Test
    void anAgentWaitsForAFolderOfManifestsAndKeepsWhatWasInForce() throws Exception {
        Path aside = node.manifests().resolveSibling("aside");
        node.killAgent();
        Files.move(node.manifests(), aside);
        node.startAgent();
        assertReachedByXOnly();
        Files.move(aside, node.manifests());
        node.settle();
        assertReachedByXOnly();
        node.add("late", netns());
        assertThat(node.problems()).isEmpty();
    }

    @Test
    void halfAManifestAtTheMomentOfAKillLeavesTheLastGoodStateInForce() throws Exception {
        Path policy = node.manifests().resolve("policy.json");
        Files.writeString(policy, ONLY_X_REACHES_Y.substring(0, 100));
        node.killAgent();
        node.startAgent();
        node.settle();
        assertThat(node.problems()).contains("manifest refused");
        assertReachedByXOnly();
        Files.writeString(policy, ONLY_X_REACHES_Y);
        node.settle();
        assertReachedByXOnly();
        assertThat(node.problems()).isEmpty();
    }

    @Test
    void aNodeThatLostItsPinsGetsThemAnewFileSystemIncluded() throws Exception {
        node.killAgent();
        node.run("umount", node.bpfRoot().getParent());
        node.startAgent();
        node.settle();
        assertReachedByXOnly();
        assertThat(node.endpoints()).hasSize(3).allMatch(row -> row.state().equals("ready"));
        assertThat(Files.list(node.pins().resolve("v1/maps"))).isNotEmpty();
    }

    private Path record(String pod) throws IOException, Refusal {
        return node.state().resolve("endpoints").resolve(endpoint(pod).id() + ".json");
    }

    private static Path only(Path folder, String containing) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains(containing))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
