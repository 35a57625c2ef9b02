package naru.agent.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * State files are not forced to disk, because a machine that starts anew has nothing they tell of.
 */
class EarlierBootTest {

    private static final String ONE = "7ad9f0e5-2b86-4c52-b9e4-000000000001";
    private static final String TWO = "7ad9f0e5-2b86-4c52-b9e4-000000000002";

    @TempDir Path state;
    private Path folder;
    private Path file;

    @BeforeEach
    void leaveSomeState() throws Exception {
        folder = Files.createDirectories(state.resolve("endpoints"));
        file = Files.writeString(state.resolve("numbering.json"), "{}");
        Files.writeString(folder.resolve("7.json"), "half of what was writ");
    }

    @Test
    void whatTheSameBootLeftIsKept() throws Exception {
        assertThat(EarlierBoot.forget(ONE, state, folder, file)).isFalse();
        assertThat(EarlierBoot.forget(ONE, state, folder, file)).isFalse();
        assertThat(folder.resolve("7.json")).exists();
        assertThat(file).exists();
    }

    @Test
    void whatAnEarlierBootLeftIsForgotten() throws Exception {
        EarlierBoot.forget(ONE, state, folder, file);
        assertThat(EarlierBoot.forget(TWO, state, folder, file)).isTrue();
        assertThat(folder).isEmptyDirectory();
        assertThat(file).doesNotExist();
    }

    @Test
    void aBrokenNoteSaysNothingAndWhatIsThereIsKept() throws Exception {
        for (String broken : new String[] {"", ONE.substring(0, 20), "\u00ff\u0000"}) {
            Files.writeString(state.resolve("boot"), broken);
            assertThat(EarlierBoot.forget(TWO, state, folder, file)).isFalse();
            assertThat(folder.resolve("7.json")).exists();
            assertThat(state.resolve("boot")).hasContent(TWO);
        }
    }

    @Test
    void whatIsNotedAlreadyIsNotWrittenAgain() throws Exception {
        EarlierBoot.forget(ONE, state, folder, file);
        Files.createDirectory(state.resolve(".boot.tmp")); // whoever writes fails
        assertThat(EarlierBoot.forget(ONE, state, folder, file)).isFalse();
    }

    @Test
    void anAgentThatFindsNothingNotesTheBootOfThisMachine() throws Exception {
        Path empty = state.resolve("new");
        Files.createDirectories(empty);
        EarlierBoot.forget(empty, empty.resolve("endpoints"), empty.resolve("numbering.json"));
        assertThat(empty.resolve("boot")).hasContent(Files.readString(BOOT_ID).strip());
    }

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
}
