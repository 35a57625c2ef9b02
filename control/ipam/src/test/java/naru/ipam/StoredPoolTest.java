package naru.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import naru.ipam.Answer.Given;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPoolTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Holder WEB = new Holder("4f2c", "eth0", "shop/web");
    private static final Holder PLAIN = new Holder("a/b..", "eth0", "");

    @TempDir Path base;

    private StoredPool open(Instant now) throws IOException {
        return StoredPool.open(
                new AllocationStore(base.resolve("ipam")),
                List.of(Ipv4Prefix.parse("10.1.1.0/29")),
                Duration.ofSeconds(10),
                now);
    }

    private static Given given(String text) {
        return new Given(Ipv4Address.parse(text));
    }

    private List<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(base.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(it -> it.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void anAgentThatWasKilledKnowsItsAllocationsAgain() throws Exception {
        StoredPool pool = open(START);
        assertThat(pool.allocate(WEB, Optional.empty(), START)).isEqualTo(given("10.1.1.1"));
        assertThat(pool.allocate(PLAIN, Optional.of(Ipv4Address.parse("10.1.1.5")), START))
                .isEqualTo(given("10.1.1.5"));

        StoredPool again = open(START);

        assertThat(again.findings()).isEmpty();
        assertThat(again.held()).isEqualTo(pool.held()).containsValue(WEB);
        assertThat(again.allocate(WEB, Optional.empty(), START)).isEqualTo(given("10.1.1.1"));
        assertThat(files("ipam")).containsExactly("4f2c_eth0.json", "a%2Fb%2E%2E_eth0.json");
    }

    @Test
    void whatWasFreedRestsOnAfterARestart() throws Exception {
        StoredPool pool = open(START);
        pool.allocate(WEB, Optional.empty(), START);
        assertThat(pool.release(WEB, START)).contains(Ipv4Address.parse("10.1.1.1"));
        assertThat(pool.release(WEB, START)).isEmpty();
        assertThat(files("ipam")).isEmpty();

        assertThat(open(START.plusSeconds(5)).counts(START.plusSeconds(5)))
                .isEqualTo(new PoolCounts(0, 5, 1));
        assertThat(open(START.plusSeconds(10)).counts(START.plusSeconds(10)))
                .isEqualTo(new PoolCounts(0, 6, 0));
        assertThat(files("ipam/freed")).isEmpty();
    }

    @Test
    void anAddressThatIsGivenAgainIsNotFreedAnyMore() throws Exception {
        StoredPool pool = open(START);
        pool.allocate(WEB, Optional.empty(), START);
        pool.release(WEB, START);
        pool.allocate(PLAIN, Optional.of(Ipv4Address.parse("10.1.1.1")), START);

        assertThat(open(START).counts(START)).isEqualTo(new PoolCounts(1, 5, 0));
    }

    @Test
    void corruptFilesAreNamedAndMovedAside() throws Exception {
        open(START).allocate(WEB, Optional.empty(), START);
        Path folder = base.resolve("ipam");
        Files.copy(folder.resolve("4f2c_eth0.json"), folder.resolve("other_eth0.json"));
        Files.writeString(folder.resolve("broken_eth0.json"), "{\"version\":1,");
        Files.writeString(folder.resolve("null_eth0.json"), "null");
        Files.writeString(folder.resolve("new_eth0.json"), "{\"version\":2}");
        Files.writeString(folder.resolve("bare_eth0.json"), "{\"version\":1}");
        Files.writeString(
                folder.resolve("six_eth0.json"),
                "{\"version\":1,\"containerId\":\"six\",\"interfaceName\":\"eth0\",\"address\":\"fd00::1\"}");
        Files.writeString(folder.resolve("freed").resolve("nonsense"), "");

        StoredPool pool = open(START);

        assertThat(pool.held()).hasSize(1);
        assertThat(pool.findings())
                .hasSize(7)
                .allMatch(it -> it.startsWith(folder + "/corrupt/"))
                .anyMatch(
                        it ->
                                it.contains(
                                        "other_eth0.json is about what belongs in 4f2c_eth0.json"))
                .anyMatch(it -> it.contains("six_eth0.json \"fd00::1\" is not an IPv4 address"));
        assertThat(files("ipam")).containsExactly("4f2c_eth0.json");
        assertThat(files("ipam/corrupt")).hasSize(7);
        assertThat(open(START).findings()).isEmpty();
    }

    @Test
    void whatAKilledAgentHadBegunToWriteIsNoFinding() throws Exception {
        Path folder = Files.createDirectories(base.resolve("ipam"));
        Files.writeString(folder.resolve("empty_eth0.json"), "");
        Files.writeString(folder.resolve(".half4f2c_eth0.json"), "{");

        assertThat(open(START).findings()).isEmpty();
        assertThat(files("ipam")).isEmpty();
    }

    @Test
    void twoFilesForOneAddressAreAFinding() throws Exception {
        AllocationStore store = new AllocationStore(base.resolve("ipam"));
        store.load();
        store.save(new AllocationStore.Allocation(WEB, Ipv4Address.parse("10.1.1.1")));
        store.save(new AllocationStore.Allocation(PLAIN, Ipv4Address.parse("10.1.1.1")));

        assertThat(open(START).findings())
                .containsExactly("container a/b.. eth0: address 10.1.1.1 is held by shop/web");
    }

    @Test
    void anAllocationThatCantBeWrittenIsNotGiven() throws Exception {
        StoredPool pool = open(START);
        Files.delete(base.resolve("ipam/freed"));
        Files.delete(base.resolve("ipam"));
        Files.writeString(base.resolve("ipam"), "no folder");

        assertThatThrownBy(() -> pool.allocate(WEB, Optional.empty(), START))
                .isInstanceOf(IOException.class);
        assertThat(pool.addressOf(WEB)).isEmpty();
    }

    @Test
    void whatWasFreedByAClockFarAheadRestsOnceAndNoLonger() throws Exception {
        StoredPool pool = open(START.plusSeconds(100_000_000));
        pool.allocate(WEB, Optional.of(Ipv4Address.parse("10.1.1.1")), START);
        pool.release(WEB, START.plusSeconds(100_000_000));
        StoredPool back = open(START);
        assertThat(back.counts(START).cooling()).isEqualTo(1);
        assertThat(back.counts(START.plusSeconds(11)).cooling()).isZero();
    }

    @Test
    void aFullDiskUsesUpNoAddresses() throws Exception {
        StoredPool pool = open(START);
        Path folder = base.resolve("ipam");
        Path aside = Files.move(folder, base.resolve("aside"));
        Files.writeString(folder, "no folder");
        for (int i = 0; i < 10; i++) { // more than there are addresses
            assertThatThrownBy(() -> pool.allocate(WEB, Optional.empty(), START))
                    .isInstanceOf(IOException.class);
        }
        Files.delete(folder);
        Files.move(aside, folder);
        assertThat(pool.allocate(WEB, Optional.empty(), START)).isEqualTo(given("10.1.1.1"));
    }

    @Test
    void anAddressCanBeGivenBackAlsoWhenThatCantBeNoted() throws Exception {
        StoredPool pool = open(START);
        pool.allocate(WEB, Optional.empty(), START);
        Path freed = base.resolve("ipam/freed");
        Files.delete(freed);
        Files.writeString(freed, "no folder");
        assertThat(pool.release(WEB, START)).contains(Ipv4Address.parse("10.1.1.1"));
        assertThat(files("ipam")).containsExactly("freed");
        Files.delete(freed);
        Files.createDirectory(freed);
        assertThat(pool.allocate(PLAIN, Optional.empty(), START)).isEqualTo(given("10.1.1.2"));
    }

    @Test
    void longNamesHaveFilesToo() throws Exception {
        StoredPool pool = open(START);
        pool.allocate(new Holder("x".repeat(300), "eth0", ""), Optional.empty(), START);
        pool.allocate(new Holder("x".repeat(301), "eth0", ""), Optional.empty(), START);

        assertThat(open(START).held()).hasSize(2);
        assertThat(files("ipam")).hasSize(2);
    }
}
