package naru.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import naru.compile.Numbering;
import naru.wire.AgentReplies.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberingStoreTest {

    @TempDir Path state;
    private Path file;
    private NumberingStore store;
    private long nanos = 1;
    private final ProblemBoard problems = new ProblemBoard();
    private final SortedMap<Integer, String> all = new TreeMap<>();

    @BeforeEach
    void open() throws IOException {
        file = state.resolve("numbering.json");
        store = new NumberingStore(file, problems, () -> nanos);
        assertThat(store.load()).isEqualTo(Numbering.EMPTY);
    }

    private static Numbering identities(SortedMap<Integer, String> identities) {
        return new Numbering(identities, new TreeMap<>(), new TreeMap<>());
    }

    private void give(int number, String text) {
        all.put(number, text);
        store.append(
                identities(new TreeMap<>(Map.of(number, text))),
                () -> identities(new TreeMap<>(all)));
    }

    private Numbering afterRestart() throws IOException {
        return new NumberingStore(file, problems, () -> nanos).load();
    }

    @Test
    void eachNumberIsThereAfterARestart() throws IOException {
        give(300, "app web");
        give(301, "app db");
        assertThat(afterRestart().identities()).isEqualTo(Map.of(300, "app web", 301, "app db"));
        assertThat(Files.readAllLines(file)).as("one line again").hasSize(1);
    }

    @Test
    void aNewNumberCostsALineAndNotTheWholeFile() throws IOException {
        give(300, "x".repeat(100_000));
        long before = Files.size(file);
        give(301, "app db");
        assertThat(Files.size(file) - before).isLessThan(200);
        store.append(Numbering.EMPTY, () -> Numbering.EMPTY);
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void aNumberThatMeansSomethingElseSinceMeansThat() throws IOException {
        give(300, "app web");
        give(300, "app db");
        give(301, "app web");
        give(302, "app db");
        assertThat(afterRestart().identities()).isEqualTo(Map.of(301, "app web", 302, "app db"));
    }

    @Test
    void manyLinesBecomeOneFromTimeToTime() throws IOException {
        String text = "x".repeat(100_000);
        for (int i = 0; i < 40; i++) {
            all.clear();
            give(300 + i, text + i);
        }
        assertThat(Files.size(file)).isLessThan(2_000_000);
    }

    @Test
    void aLineThatWasCutOffIsLeftOut() throws IOException {
        give(300, "app web");
        give(301, "app db");
        Files.writeString(file, "{\"identities\":{\"302\":\"ap", StandardOpenOption.APPEND);
        assertThat(afterRestart().identities()).containsOnlyKeys(300, 301);
        assertThat(afterRestart().identities()).containsOnlyKeys(300, 301);
    }

    @Test
    void whatIsNotNumbersIsPutAsideAndSaidAndTheRestIsTaken() throws IOException {
        give(300, "app web");
        Files.writeString(file, "yes\n", StandardOpenOption.APPEND);
        Files.write(file, new byte[] {(byte) 0xff, '\n'}, StandardOpenOption.APPEND);
        give(301, "app db");
        assertThat(afterRestart().identities()).isEqualTo(Map.of(300, "app web", 301, "app db"));
        assertThat(state.resolve("numbering.json.broken")).content().contains("yes");
        assertThat(problems.all())
                .singleElement()
                .extracting(Problem::evidence)
                .asString()
                .contains("line 2");
    }

    @Test
    void numbersThatCantBeWrittenAreSaidAndWrittenWithTheOthersWhenTheyCan() throws IOException {
        give(300, "app web");
        Path there = Files.move(file, state.resolve("elsewhere"));
        Files.createDirectory(file); // whoever writes there fails, root too
        Files.createDirectory(file.resolve("full"));
        give(301, "app db");
        assertThat(problems.all())
                .extracting(Problem::what)
                .containsExactly("numbers of identities can't be kept");

        Files.delete(file.resolve("full"));
        Files.delete(file);
        Files.move(there, file);
        nanos += 10_000_000_000L;
        store.append(Numbering.EMPTY, () -> identities(new TreeMap<>(all)));
        assertThat(problems.all()).isEmpty();
        assertThat(afterRestart().identities()).isEqualTo(Map.of(300, "app web", 301, "app db"));
    }
}
