package naru.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import naru.watch.FolderChange.Listing;
import naru.watch.FolderChange.Reached;
import naru.watch.FolderChange.Touched;
import naru.watch.FolderChange.Unwatched;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reading side alone: what it is told stands in its queue before it begins. */
class FolderReaderTest {

    private static final GoodCopies NONE = new GoodCopies(Optional.empty());

    @TempDir Path folder;

    private final EventLog log = new EventLog();
    private final BlockingQueue<FolderChange> changes = new LinkedBlockingQueue<>();
    private FolderReader reader = new FolderReader(Path.of("unused"), NONE, changes, log);

    private void start() {
        reader = new FolderReader(folder, NONE, changes, log);
        Thread.ofPlatform().daemon().start(reader);
    }

    @AfterEach
    void close() {
        reader.close();
    }

    private void write(String file, String... namespaces) throws IOException {
        var text = new StringBuilder();
        for (String name : namespaces) {
            text.append("---\n{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}\n");
        }
        Files.writeString(folder.resolve(file), text);
        Files.setLastModifiedTime(folder.resolve(file), FileTime.from(Instant.EPOCH));
    }

    private static Listing listing(String... names) {
        return new Listing(List.of(names), OptionalLong.empty());
    }

    @Test
    void afterAnOverflowTheListingTellsWhatWasMissed() throws Exception {
        write("a.yaml", "x");
        write("b.yaml", "y");
        changes.add(listing("a.yaml", "b.yaml"));
        start();
        log.await("both", it -> it.names().equals(List.of("x", "y")));

        write("a.yaml", "x", "w");
        Files.delete(folder.resolve("b.yaml"));
        write("c.yaml", "z");
        changes.add(new Listing(List.of("a.yaml", "c.yaml"), OptionalLong.of(9)));

        log.awaitEvent(new ObjectEvent.Revision(9));
        assertThat(log.names()).containsExactly("w", "x", "z");
        assertThat(log.events().stream().filter(new ObjectEvent.Synced()::equals)).hasSize(1);
    }

    @Test
    void whatWaitsIsTakenAsOne() throws Exception {
        write("a.yaml", "x");
        write("b.yaml", "y");
        changes.add(new Unwatched("is gone", ""));
        changes.add(new Touched(Set.of("gone.yaml")));
        changes.add(listing("a.yaml"));
        changes.add(new Reached(1));
        changes.add(listing("a.yaml", "b.yaml"));
        changes.add(new Reached(2));
        start();

        log.awaitEvent(new ObjectEvent.Revision(2));
        assertThat(log.names()).containsExactly("x", "y");
        assertThat(log.problems()).isEmpty();
        assertThat(log.events().subList(2, 5))
                .containsExactly(
                        new ObjectEvent.Synced(),
                        new ObjectEvent.Revision(1),
                        new ObjectEvent.Revision(2));
    }

    @Test
    void aFolderInVainIsAProblemWithAHint() throws Exception {
        changes.add(listing());
        changes.add(new Unwatched("can't be watched: too many", "raise it"));
        start();

        log.awaitEvent(new ObjectEvent.Synced());
        assertThat(log.problems())
                .containsExactly(folder + ": can't be watched: too many (raise it)");
    }

    @Test
    void theSameRevisionIsToldOnce() throws Exception {
        changes.add(new Listing(List.of(), OptionalLong.of(5)));
        changes.add(new Reached(5));
        changes.add(new Reached(6));
        start();

        log.awaitEvent(new ObjectEvent.Revision(6));
        assertThat(log.events())
                .containsExactly(
                        new ObjectEvent.Synced(),
                        new ObjectEvent.Revision(5),
                        new ObjectEvent.Revision(6));
    }
}
