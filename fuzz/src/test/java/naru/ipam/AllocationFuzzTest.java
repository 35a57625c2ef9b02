package naru.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import naru.ipam.AllocationStore.Allocation;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever became of an allocation on disk, the others hold and no address is given twice. */
@Timeout(3600)
class AllocationFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final Holder HOLDER = new Holder("c1", "eth0", "shop/web");
    private static final Ipv4Address HELD = Ipv4Address.parse("10.0.0.1");

    @TempDir Path folder;
    private AllocationStore store;

    @BeforeEach
    void hold() throws IOException {
        store = new AllocationStore(folder);
        store.load();
        store.save(new Allocation(HOLDER, HELD));
    }

    private StoredPool open() throws IOException {
        return StoredPool.open(
                store, List.of(Ipv4Prefix.parse("10.0.0.0/29")), Duration.ofSeconds(10), NOW);
    }

    @Test
    void anyAllocationHoldsOrIsMovedAside() {
        Fuzzing.of("allocation")
                .words("null", "\"version\":1", "{}", "\"address\":\"10.0.0.1\"", "\"c1\"")
                .inputs(200)
                .run(this::load);
    }

    private void load(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        Files.write(folder.resolve("c2_eth0.json"), input);
        StoredPool pool = open();

        assertThat(pool.held()).containsEntry(HELD, HOLDER);
        for (String finding : pool.findings()) {
            Wording.check(finding, text);
        }
        int begun = input.length == 0 ? 0 : 1; // an empty file is what a killed agent had begun
        assertThat(pool.held().size() + pool.findings().size()).isEqualTo(1 + begun);
        Answer answer = pool.allocate(new Holder("c3", "eth0", ""), Optional.empty(), NOW);
        assertThat(answer).isInstanceOf(Answer.Given.class).isNotEqualTo(new Answer.Given(HELD));
        pool.release(new Holder("c3", "eth0", ""), NOW);
        pool.release(new Holder("c2", "eth0", ""), NOW);
        removeAll(folder.resolve("freed"));
        removeAll(folder.resolve("corrupt"));
        Files.deleteIfExists(folder.resolve("c2_eth0.json"));
    }

    private static void removeAll(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void aFreedAddressOfAnyTimeComesBack() throws IOException {
        for (Instant at : List.of(Instant.EPOCH, NOW, NOW.plusSeconds(1L << 40), Instant.MAX)) {
            Path marker = folder.resolve("freed").resolve("10.0.0.2");
            Files.write(marker, new byte[0]);
            Files.setLastModifiedTime(marker, FileTime.from(at));
            StoredPool pool = open();
            Instant later = NOW.plusSeconds(60);
            assertThat(pool.counts(later)).isEqualTo(new PoolCounts(1, 5, 0));
        }
    }
}
