package naru.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import naru.model.Namespace;
import naru.model.ObjectKey;
import naru.model.ObjectKey.Kind;
import naru.watch.manifest.ManifestFolder;
import naru.watch.manifest.ManifestObject;
import naru.watch.manifest.ManifestReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {

    @TempDir Path base;

    private final EventLog log = new EventLog();
    private FolderSource source = new FolderSource(Path.of("unused"));

    @AfterEach
    void close() {
        source.close();
    }

    private Path folder() throws IOException {
        return Files.createDirectories(base.resolve("manifests"));
    }

    private Path start() throws IOException, InterruptedException {
        Path folder = folder();
        source = new FolderSource(folder);
        source.start(log);
        log.awaitEvent(new ObjectEvent.Synced());
        return folder;
    }

    private static String namespace(String name) {
        return "---\n{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}\n";
    }

    private static ManifestObject object(String name, int version) {
        String text =
                "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {version: v%d}}}"
                        .formatted(name, version);
        return ManifestReader.read("-", text).objects().getFirst();
    }

    private static void put(ManifestFolder folder, String name, int version) throws IOException {
        ManifestObject object = object(name, version);
        folder.put(object.object().key(), object.raw());
    }

    @Test
    void whatIsThereComesFirstThenSyncedThenTheRevision() throws Exception {
        Files.writeString(folder().resolve("a.yaml"), namespace("x") + namespace("y"));
        Files.writeString(
                folder().resolve("b.json"),
                "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"z\"}}");
        Files.writeString(folder().resolve(".hidden.yaml"), "{");
        Files.writeString(folder().resolve("README.md"), "{");
        new ManifestFolder(folder()).revision(7);

        start();
        log.awaitEvent(new ObjectEvent.Revision(7));

        assertThat(log.names()).containsExactly("x", "y", "z");
        assertThat(log.problems()).isEmpty();
        assertThat(log.events().subList(3, 5))
                .containsExactly(new ObjectEvent.Synced(), new ObjectEvent.Revision(7));
    }

    @Test
    void changesFollow() throws Exception {
        Path folder = start();

        Files.writeString(folder.resolve("a.yaml"), namespace("x") + namespace("y"));
        log.await("both", it -> it.names().equals(List.of("x", "y")));
        Files.writeString(folder.resolve("a.yaml"), namespace("y"));
        log.await("x is gone", it -> it.names().equals(List.of("y")));
        Files.delete(folder.resolve("a.yaml"));
        log.await("y is gone", it -> it.names().isEmpty());
    }

    @Test
    void aFileThatIsWrittenPieceByPieceIsTakenWhenItIsWhole() throws Exception {
        Path folder = start();
        Path file = folder.resolve("a.yaml");
        long nanos;
        do { // whoever pauses between two pieces for as long as QUIET has written a whole file
            Files.writeString(file, namespace("x") + namespace("y"));
            log.await("both", it -> it.names().equals(List.of("x", "y")));
            log.clear();
            nanos = nanosForThreePieces(file);
            log.await("z", it -> it.names().equals(List.of("x", "y", "z")));
        } while (nanos > Settling.QUIET.toNanos());

        assertThat(log.events()).hasSize(1);
    }

    private static long nanosForThreePieces(Path file) throws IOException {
        long begin = System.nanoTime();
        Files.writeString(file, namespace("x"));
        Files.writeString(file, namespace("y"), StandardOpenOption.APPEND);
        Files.writeString(file, namespace("z"), StandardOpenOption.APPEND);
        return System.nanoTime() - begin;
    }

    @Test
    void aFileThatIsRenamedIsNeverMissed() throws Exception {
        Path folder = start();
        Files.writeString(folder.resolve("a.yaml"), namespace("x"));
        log.await("x", it -> it.names().contains("x"));
        log.clear();

        Files.move(folder.resolve("a.yaml"), folder.resolve("b.yaml"));
        Files.writeString(folder.resolve("c.yaml"), namespace("y"));

        log.await("y", it -> it.names().contains("y"));
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void aBrokenFileIsAProblemUntilItIsMended() throws Exception {
        Path folder = start();
        Path file = folder.resolve("a.json");
        Files.writeString(
                file,
                "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"x\"}}");
        log.await("x", it -> it.names().contains("x"));

        Files.writeString(file, "{\"apiVersion\": \"v1\",\n");
        log.await("a problem", it -> !it.problems().isEmpty());
        assertThat(log.problems().getFirst()).startsWith(file + ":").contains("is not JSON");
        assertThat(log.names()).containsExactly("x");

        Files.writeString(
                file,
                "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"y\"}}");
        log.await("no problem", it -> it.problems().isEmpty() && it.names().equals(List.of("y")));
    }

    @Test
    void aFolderThatIsNotThereIsWaitedFor() throws Exception {
        Path folder = base.resolve("later");
        source = new FolderSource(folder);
        source.start(log);
        log.await("a problem", it -> !it.problems().isEmpty());
        assertThat(log.problems()).containsExactly(folder + ": is not there: waiting for it");
        assertThat(log.events()).doesNotContain(new ObjectEvent.Synced());

        Files.createDirectory(folder);
        log.awaitEvent(new ObjectEvent.Synced());
        Files.writeString(folder.resolve("a.yaml"), namespace("x"));
        log.await("x", it -> it.names().contains("x") && it.problems().isEmpty());
    }

    @Test
    void aFolderThatIsReplacedIsComparedWithWhatWasKnown() throws Exception {
        Path folder = start();
        Files.writeString(folder.resolve("a.yaml"), namespace("x"));
        Files.writeString(folder.resolve("b.yaml"), namespace("y"));
        log.await("both", it -> it.names().size() == 2);
        Path other = Files.createDirectory(base.resolve("other"));
        Files.writeString(other.resolve("b.yaml"), namespace("y"));
        Files.writeString(other.resolve("c.yaml"), namespace("z"));
        log.clear();

        Files.move(folder, base.resolve("old"));
        Files.move(other, folder);

        log.await("z for x", it -> it.names().equals(List.of("y", "z")));
        assertThat(log.events())
                .doesNotContain(new ObjectEvent.Removed(new ObjectKey(Kind.NAMESPACE, "", "y")));
        Files.writeString(folder.resolve("d.yaml"), namespace("w"));
        log.await("still watched", it -> it.names().contains("w"));
    }

    @Test
    void aFolderThatIsRemovedTakesItsObjectsAndIsWaitedFor() throws Exception {
        Path folder = start();
        Files.writeString(folder.resolve("a.yaml"), namespace("x"));
        new ManifestFolder(folder).revision(1);
        log.await("x", it -> it.names().contains("x"));

        Files.delete(folder.resolve("a.yaml"));
        Files.delete(folder.resolve(".revision"));
        Files.delete(folder);
        log.await("x is gone", it -> it.names().isEmpty() && !it.problems().isEmpty());

        folder();
        log.await("no problem", it -> it.problems().isEmpty());
    }

    @Test
    void allFilesOfAConfigMapChangeTogether() throws Exception {
        Path folder = folder();
        for (String version : List.of("1", "2")) {
            Path data = Files.createDirectory(folder.resolve(".." + version));
            Files.writeString(data.resolve("a.yaml"), namespace("x" + version));
        }
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data/a.yaml"));
        start();
        assertThat(log.names()).containsExactly("x1");

        Files.createSymbolicLink(folder.resolve("..next"), Path.of("..2"));
        Files.move(
                folder.resolve("..next"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        log.await("x2", it -> it.names().equals(List.of("x2")));
    }

    @Test
    void aRevisionComesAfterAllThatWasWrittenBeforeIt() throws Exception {
        Path folder = start();
        ManifestFolder writer = new ManifestFolder(folder);
        int last = 2000;
        for (int revision = 1; revision <= last; revision++) {
            put(writer, "n" + revision % 7, revision);
            writer.revision(revision);
        }
        log.awaitEvent(new ObjectEvent.Revision(last));

        long[] newest = new long[7];
        long reached = 0;
        for (ObjectEvent event : log.events()) {
            if (event instanceof ObjectEvent.Put put) {
                String version = ((Namespace) put.object()).labels().getOrDefault("version", "");
                newest[Integer.parseInt(put.object().key().name().substring(1))] =
                        Long.parseLong(version.substring(1));
            } else if (event instanceof ObjectEvent.Revision(long number)) {
                assertThat(number).isGreaterThan(reached);
                reached = number;
                for (long revision = Math.max(1, number - 6); revision <= number; revision++) {
                    assertThat(newest[(int) (revision % 7)])
                            .as("object of revision %d when %d is told", revision, number)
                            .isGreaterThanOrEqualTo(revision);
                }
            }
        }
    }

    @Test
    void aRevisionWaitsForFilesThatAreStillBeingWritten() throws Exception {
        Path folder = start();

        Files.writeString(folder.resolve("a.yaml"), namespace("x"));
        new ManifestFolder(folder).revision(3);
        log.awaitEvent(new ObjectEvent.Revision(3));

        assertThat(log.names()).containsExactly("x");
    }

    @Test
    void aSlowSinkLosesNothing() throws Exception {
        Path folder = folder();
        CountDownLatch mayGoOn = new CountDownLatch(1);
        source = new FolderSource(folder);
        source.start(
                event -> {
                    try {
                        mayGoOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    log.accept(event);
                });
        ManifestFolder writer = new ManifestFolder(folder);
        for (int i = 0; i < 3000; i++) {
            put(writer, "n" + i, 1);
        }
        writer.revision(1);
        mayGoOn.countDown();

        log.awaitEvent(new ObjectEvent.Revision(1));
        assertThat(log.names()).hasSize(3000);
    }

    @Test
    void aSinkThatThrowsIsCalledAgain() throws Exception {
        Path folder = folder();
        source = new FolderSource(folder);
        source.start(
                event -> {
                    log.accept(event);
                    throw new IllegalStateException("on purpose");
                });
        log.awaitEvent(new ObjectEvent.Synced());
        new ManifestFolder(folder).revision(1);

        log.awaitEvent(new ObjectEvent.Revision(1));
    }

    @Test
    void nothingComesAfterClose() throws Exception {
        Path folder = start();
        source.close();
        log.clear();

        Files.writeString(folder.resolve("a.yaml"), namespace("x"));

        assertThat(log.events()).isEmpty();
        source.close();
    }
}
