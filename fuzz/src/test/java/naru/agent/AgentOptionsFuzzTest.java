package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import naru.wire.Shown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever an agent is started with, it has options or a sentence. */
@Timeout(3600)
class AgentOptionsFuzzTest {

    @Test
    void anyArgumentsAreOptionsOrAMistake() {
        Fuzzing.of("agent-options")
                .words("--", "--manifests\n", "=", "--node=", "\n", "--attach\ntcx\n")
                .inputs(1500)
                .run(AgentOptionsFuzzTest::parse);
    }

    private static void parse(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8).replace('\0', '?');
        try {
            AgentOptions options = AgentOptions.parse(text.lines().toArray(String[]::new));
            assertThat(options.node()).isNotNull();
            options.readConfig()
                    .problems()
                    .forEach(problem -> Wording.check(problem.toString(), text));
        } catch (AgentOptions.Misuse e) {
            Wording.check(Shown.text(String.valueOf(e.getMessage())), text);
        }
    }
}
