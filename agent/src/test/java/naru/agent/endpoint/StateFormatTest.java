package naru.agent.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which version may work with which version's files. */
class StateFormatTest {

    @TempDir private Path state;

    @Test
    void filesWithoutANoteAreOfTheFirstFormAndGetOne() throws Exception {
        StateFormat.take(state);
        assertThat(state.resolve("format")).hasContent("{\"written\":1,\"readableSince\":1}");
        StateFormat.take(state);
    }

    @Test
    void anOlderVersionReadsWhatANewerOneWroteIfThatSaysSo() throws Exception {
        StateFormat.take(state, 3, 1);
        StateFormat.take(state, 1, 1);
        assertThat(state.resolve("format")).content().contains("\"written\":1");
        StateFormat.take(state, 3, 1);
    }

    @Test
    void anOlderVersionThatCannotReadThemTouchesNothingAndSaysWhatToDo() throws Exception {
        StateFormat.take(state, 3, 2);
        String before = Files.readString(state.resolve("format"));
        assertThatThrownBy(() -> StateFormat.take(state, 1, 1))
                .hasMessageContaining(state.toString())
                .hasMessageContaining("newer version")
                .hasMessageContaining("start that version again");
        assertThat(state.resolve("format")).hasContent(before);
    }

    @Test
    void aNoteThatNobodyWroteIsAnErrorThatNamesIt() throws Exception {
        for (String broken : new String[] {"", "x", "{}", "{\"written\":-1}", "[1]"}) {
            Files.writeString(state.resolve("format"), broken);
            assertThatThrownBy(() -> StateFormat.take(state))
                    .as(broken)
                    .hasMessageContaining(state.resolve("format").toString())
                    .hasMessageContaining("remove it");
        }
    }
}
