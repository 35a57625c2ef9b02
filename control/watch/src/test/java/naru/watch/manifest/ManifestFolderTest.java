package naru.watch.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import naru.model.ObjectKey;
import naru.model.ObjectKey.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFolderTest {

    @TempDir Path base;

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        ManifestObject web =
                ManifestReader.read(
                                "-",
                                "{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {a: '1'}}}")
                        .objects()
                        .getFirst();
        ManifestFolder folder = new ManifestFolder(base);

        folder.put(web.object().key(), web.raw());
        folder.put(web.object().key(), web.raw());
        folder.revision(12);

        Path file = base.resolve("Pod_default_web.json");
        ManifestReading again = ManifestReader.read(file);
        assertThat(again.problems()).isEmpty();
        assertThat(again.objects())
                .singleElement()
                .satisfies(it -> assertThat(it.object()).isEqualTo(web.object()))
                .satisfies(it -> assertThat(it.raw()).isEqualTo(web.raw()));
        assertThat(Files.readString(base.resolve(".revision"))).isEqualTo("12\n");
        try (Stream<Path> files = Files.list(base)) {
            assertThat(files).hasSize(2);
        }

        folder.remove(web.object().key());
        folder.remove(web.object().key());
        assertThat(file).doesNotExist();
    }

    @Test
    void onlyManifestsAreListed() throws Exception {
        for (String name :
                new String[] {"b.yaml", "a.yml", "c.json", ".d.yaml", "README.md", "e.yaml~"}) {
            Files.writeString(base.resolve(name), "");
        }
        Files.createDirectory(base.resolve("f.yaml"));

        assertThat(ManifestFolder.files(base))
                .extracting(it -> it.getFileName().toString())
                .containsExactly("a.yml", "b.yaml", "c.json");
    }

    @Test
    void namesOfFilesAreSafeShortAndDifferent() {
        assertThat(ManifestFolder.fileName(new ObjectKey(Kind.NODE, "", "n1")))
                .isEqualTo("Node__n1.json");
        assertThat(ManifestFolder.fileName(new ObjectKey(Kind.POD, "..", "../a_b/%")))
                .isEqualTo("Pod_.._..%2Fa%5Fb%2F%25.json");
        String longName = "a".repeat(252);
        String one =
                ManifestFolder.fileName(
                        new ObjectKey(Kind.NETWORK_POLICY, "n".repeat(63), longName + "1"));
        String two =
                ManifestFolder.fileName(
                        new ObjectKey(Kind.NETWORK_POLICY, "n".repeat(63), longName + "2"));
        assertThat(one).isNotEqualTo(two).hasSizeLessThanOrEqualTo(255).endsWith(".json");
    }
}
