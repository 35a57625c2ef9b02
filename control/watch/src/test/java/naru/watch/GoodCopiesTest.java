package naru.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import naru.model.NetworkPolicy;
import naru.model.ObjectKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of the folder while nobody watched it. */
class GoodCopiesTest {

    private static final String POLICY =
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
             "metadata": {"namespace": "shop", "name": "db"},
             "spec": {"podSelector": {"matchLabels": {"app": "%s"}}}}
            """;

    private static final String POD =
            """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "shop", "name": "db"},
             "spec": {"nodeName": "n1", "containers": [{"name": "c", "image": "i"}]}}
            """;

    @TempDir Path base;

    private Path manifests = Path.of("unused");
    private Path copies = Path.of("unused");

    @BeforeEach
    void makeFolders() throws IOException {
        manifests = Files.createDirectories(base.resolve("manifests"));
        copies = base.resolve("state/good-manifests");
    }

    private EventLog log = new EventLog();
    private FolderSource source = new FolderSource(Path.of("unused"));

    @AfterEach
    void close() {
        source.close();
    }

    private void start() throws InterruptedException {
        source.close();
        log = new EventLog();
        source = new FolderSource(manifests, copies);
        source.start(log);
        log.awaitEvent(new ObjectEvent.Synced());
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(manifests.resolve(file), text);
    }

    private Stream<NetworkPolicy> policies() {
        return log.events().stream()
                .map(it -> it instanceof ObjectEvent.Put put ? put.object() : null)
                .filter(Objects::nonNull)
                .filter(NetworkPolicy.class::isInstance)
                .map(NetworkPolicy.class::cast);
    }

    private void assertPolicyOf(String app) {
        assertThat(policies()).singleElement().asString().contains("app").contains(app);
    }

    @Test
    void aPolicyThatBrokeWhileNobodyWatchedStaysInForceAndIsAProblem() throws Exception {
        write("policy.json", POLICY.formatted("first"));
        start();
        write("policy.json", POLICY.formatted("second"));
        log.await("the change", it -> it.events().toString().contains("second"));
        source.close();

        write("policy.json", POLICY.formatted("third").substring(0, 90));
        start();

        assertPolicyOf("second");
        assertThat(log.problems()).isNotEmpty();
    }

    @Test
    void soDoesOneThatIsRefused() throws Exception {
        write("policy.json", POLICY.formatted("good"));
        start();
        source.close();

        write(
                "policy.json",
                POLICY.formatted("good")
                        .replace("{\"pod", "{\"policyTypes\": [\"Sideways\"], \"pod"));
        start();

        assertPolicyOf("good");
        assertThat(log.problems()).isNotEmpty();
    }

    @Test
    void aPolicyThatIsMendedCountsAgain() throws Exception {
        write("policy.json", POLICY.formatted("old"));
        start();
        source.close();
        write("policy.json", "{");
        start();

        write("policy.json", POLICY.formatted("new"));

        log.await("the new one", it -> it.events().toString().contains("new"));
        log.await("no problem", it -> it.problems().isEmpty());
    }

    @Test
    void aFileThatWentWhileNobodyWatchedIsForgotten() throws Exception {
        write("policy.json", POLICY.formatted("gone"));
        start();
        source.close();

        Files.delete(manifests.resolve("policy.json"));
        start();
        assertThat(policies()).isEmpty();
        source.close();

        write("policy.json", "{");
        start();
        assertThat(policies()).isEmpty();
    }

    @Test
    void aFileThatIsTakenAwayTakesItsCopyAlong() throws Exception {
        write("policy.json", POLICY.formatted("any"));
        start();
        assertThat(copies).isDirectoryContaining("glob:**policy.json");

        Files.delete(manifests.resolve("policy.json"));
        log.await("its end", it -> it.events().stream().anyMatch(GoodCopiesTest::isRemoval));

        assertThat(copies).isEmptyDirectory();
    }

    private static boolean isRemoval(ObjectEvent event) {
        return event instanceof ObjectEvent.Removed(ObjectKey key)
                && key.kind() == ObjectKey.Kind.NETWORK_POLICY;
    }

    @Test
    void aCopyHoldsWhatWasReadWhateverWasWrittenSince() throws Exception {
        Path file = manifests.resolve("policy.json");
        GoodCopies kept = new GoodCopies(Optional.of(copies));
        write("policy.json", POLICY.formatted("read"));
        ManifestFile read = ManifestFile.read(file);
        write("policy.json", "{");

        kept.keep(read);

        assertThat(copies.resolve("policy.json")).hasContent(POLICY.formatted("read"));
    }

    @Test
    void aFileThatDidNotChangeIsNotCopiedAgain() throws Exception {
        write("policy.json", POLICY.formatted("same"));
        start();
        Path copy = copies.resolve("policy.json");
        Object first = Files.readAttributes(copy, BasicFileAttributes.class).fileKey();

        start();

        assertThat(Files.readAttributes(copy, BasicFileAttributes.class).fileKey())
                .isEqualTo(first);
    }

    @Test
    void podsAreNotCopied() throws Exception {
        write("pod.json", POD);
        start();

        assertThat(copies).doesNotExist();
    }

    @Test
    void whereNothingCanBeWrittenManifestsCountAllTheSame() throws Exception {
        Files.createDirectories(copies.getParent());
        Files.writeString(copies, "a file is in the way");
        write("policy.json", POLICY.formatted("any"));

        start();

        assertPolicyOf("any");
        assertThat(log.problems()).isEqualTo(List.of());
    }
}
