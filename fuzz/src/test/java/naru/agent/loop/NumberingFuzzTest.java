package naru.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import naru.compile.Compiler;
import naru.compile.Numbering;
import naru.compile.ReservedIdentity;
import naru.model.IgnoredLabels;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import naru.wire.AgentReplies.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever became of the numbers on disk, no pod gets the number of something else. */
@Timeout(3600)
class NumberingFuzzTest {

    @TempDir Path folder;

    @Test
    void anyNumberingIsTakenOrPutAside() {
        Fuzzing.of("numbering")
                .words("\"1\":", "\"0\":", "\"-1\":", "\"255\":", "null", "{}", "\"identities\":")
                .inputs(600)
                .run(this::load);
    }

    private void load(byte[] input) throws IOException {
        Path file = Files.write(folder.resolve("numbering.json"), input);
        ProblemBoard problems = new ProblemBoard();
        NumberingStore store = new NumberingStore(file, problems);
        Numbering numbering = store.load();
        for (int identity : numbering.identities().keySet()) {
            assertThat(ReservedIdentity.isPod(identity)).isTrue();
        }
        assertThat(numbering.policySets().keySet()).doesNotContain(0);
        assertThat(numbering.blockSets().keySet()).doesNotContain(0);
        assertThat(numbering.identities().values()).doesNotContainNull();
        new Compiler("n1", numbering, IgnoredLabels.NONE).drain();
        for (Problem problem : problems.all()) {
            Wording.check(problem.evidence(), new String(input, StandardCharsets.UTF_8));
            assertThat(problem.fix()).contains("numbering.json.broken");
        }
    }
}
