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
        assertThat(EarlierBoot.forget("one", state, folder, file)).isFalse();
        assertThat(EarlierBoot.forget("one", state, folder, file)).isFalse();
        assertThat(folder.resolve("7.json")).exists();
        assertThat(file).exists();
    }

    @Test
    void whatAnEarlierBootLeftIsForgotten() throws Exception {
        EarlierBoot.forget("one", state, folder, file);
        assertThat(EarlierBoot.forget("two", state, folder, file)).isTrue();
        assertThat(folder).isEmptyDirectory();
        assertThat(file).doesNotExist();
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
