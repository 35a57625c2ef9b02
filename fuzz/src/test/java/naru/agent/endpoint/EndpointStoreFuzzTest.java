package naru.agent.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import naru.testkit.fuzz.Fuzzing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever became of a record on disk, the others are read and it is said to be broken. */
@Timeout(3600)
class EndpointStoreFuzzTest {

    private static final EndpointRecord GOOD =
            new EndpointRecord(
                    7,
                    "c7",
                    "eth0",
                    "shop",
                    "web",
                    "u",
                    "10.0.0.7",
                    "/run/netns/x",
                    "naru7",
                    true,
                    true,
                    false,
                    "naru");

    @TempDir Path folder;

    @Test
    void anyRecordIsWholeOrBroken() throws IOException {
        EndpointStore store = new EndpointStore(folder);
        store.save(GOOD);
        Fuzzing.of("endpoint-record")
                .words(
                        "null",
                        "\"slot\":8",
                        "\"complete\":true",
                        "{}",
                        "[]",
                        "\"address\":\"10.0.0.8\"")
                .inputs(600)
                .run(input -> load(store, input));
    }

    private void load(EndpointStore store, byte[] input) throws IOException {
        Path file = Files.write(folder.resolve("8.json"), input);
        EndpointStore.Contents contents = store.load();

        assertThat(contents.records()).contains(GOOD);
        assertThat(contents.records().size() + contents.broken().size()).isEqualTo(2);
        for (EndpointRecord record : contents.records()) {
            assertThat(record.slot()).isIn(7, 8);
            assertThat(record.ipv4()).isNotNull();
            assertThat(record.containerId()).isNotEmpty();
            assertThat(record.name()).isNotEmpty();
            assertThat(record.holder().toString()).isNotEmpty();
        }
        assertThat(contents.broken()).isSubsetOf(List.of(file));
    }

    @Test
    void aFolderInTheWayIsBroken() throws IOException {
        EndpointStore store = new EndpointStore(folder);
        store.save(GOOD);
        Files.createDirectory(folder.resolve("9.json"));

        assertThat(store.load().records()).containsExactly(GOOD);
        assertThat(store.load().broken()).hasSize(1);
    }
}
