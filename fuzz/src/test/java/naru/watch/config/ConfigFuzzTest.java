package naru.watch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import naru.model.IgnoredLabels;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import naru.watch.config.AgentConfigReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an agent is configured with, it gets a configuration and sentences about the rest. */
@Timeout(3600)
class ConfigFuzzTest {

    @TempDir Path folder;

    @Test
    void anyFileGivesAConfiguration() {
        Fuzzing.of("config")
                .words("attach: tcx\n", "on", "[]", "{}", "99999999h", "0", "*", "*a*b", "&a [*a]")
                .inputs(1000)
                .run(this::file);
    }

    private void file(byte[] input) throws IOException {
        Path file = Files.write(folder.resolve("agent.yaml"), input);
        check(AgentConfigReader.read(Optional.of(file), Map.of(), Map.of()), input);
    }

    @Test
    void anyEnvironmentAndFlagsGiveAConfiguration() {
        Fuzzing.of("config-environment")
                .words("NARU_", "NARU_ATTACH=", "devices=", ",", ",,", "=", "\n")
                .inputs(1000)
                .run(ConfigFuzzTest::settings);
    }

    /** Lines {@code KEY=VALUE}. */
    private static void settings(byte[] input) {
        Map<String, String> settings = new TreeMap<>();
        new String(input, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("=", 2))
                .forEach(pair -> settings.put(pair[0], pair.length < 2 ? "" : pair[1]));
        check(AgentConfigReader.read(Optional.empty(), settings, Map.of()), input);
        check(AgentConfigReader.read(Optional.empty(), Map.of(), settings), input);
    }

    private static void check(Reading reading, byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        reading.problems().forEach(problem -> Wording.check(problem.toString(), text));
        assertThat(reading.settings()).hasSize(AgentConfigReader.keys().size());
        IgnoredLabels ignored = reading.config().identityIgnoredLabels();
        assertThat(ignored.ignores("a".repeat(63) + "/" + "a".repeat(63) + "!")).isIn(true, false);
    }
}
