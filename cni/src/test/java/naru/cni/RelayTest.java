package naru.cni;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executable as a runtime calls it. */
class RelayTest {

    private static final String CONFIG =
            "{\"cniVersion\":\"0.4.0\",\"name\":\"n\",\"type\":\"naru\"}";

    @TempDir Path directory;

    @BeforeEach
    void install() throws IOException {
        Path relay = Files.write(directory.resolve("naru"), CniInstaller.relay());
        Files.setPosixFilePermissions(relay, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void versionIsAnsweredWithoutAnAgent() throws Exception {
        assertThat(call("VERSION", "{\"cniVersion\":\"1.0.0\"}"))
                .isEqualTo(
                        "0 {\"cniVersion\":\"1.0.0\",\"supportedVersions\":"
                                + "[\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}\n");
    }

    @Test
    void withoutAgentAddAndDelAreToBeTriedAgain() throws Exception {
        for (String command : new String[] {"ADD", "DEL", "CHECK", "GC"}) {
            assertThat(call(command, CONFIG))
                    .startsWith("1 {\"cniVersion\":\"0.4.0\",\"code\":11,")
                    .contains("/nowhere");
        }
    }

    @Test
    void withoutAgentStatusSaysThatNoPodCanBeAttached() throws Exception {
        assertThat(call("STATUS", CONFIG.replace("0.4.0", "1.1.0")))
                .startsWith("1 {\"cniVersion\":\"1.1.0\",\"code\":50,")
                .contains("the naru agent does not answer", "/nowhere");
    }

    @Test
    void anEnvironmentThatNoAgentWouldReadIsRefused() throws Exception {
        Map<String, String> huge = new HashMap<>(Map.of("CNI_COMMAND", "ADD"));
        for (int i = 0; i < 6; i++) {
            huge.put("CNI_X" + i, "x".repeat(100_000));
        }
        assertThat(run(CONFIG.getBytes(StandardCharsets.UTF_8), huge))
                .startsWith("1 {\"cniVersion\":\"0.4.0\",\"code\":4,")
                .contains("larger");
    }

    @Test
    void theSocketOfTheConfigurationIsFoundAtItsTopLevelOnly() throws Exception {
        String config =
                "{\"a\":{\"socket\":\"/wrong\"},\"b\":[\"}\",{\"socket\":\"\\\"\"}],\"socket\":\"/right\"}";
        assertThat(run(config.getBytes(StandardCharsets.UTF_8), Map.of("CNI_COMMAND", "ADD")))
                .contains("/right");
    }

    @Test
    void emptyInputIsADecodingError() throws Exception {
        assertThat(call("ADD", "")).contains("\"code\":6").contains("stdin is empty");
    }

    @Test
    void inputThatIsNoJsonObjectIsADecodingError() throws Exception {
        assertThat(call("ADD", "\0\0\0")).contains("\"code\":6");
        assertThat(call("ADD", "[1]")).contains("\"code\":6");
    }

    @Test
    void hugeInputIsADecodingError() throws Exception {
        assertThat(call("ADD", CONFIG + " ".repeat(1 << 20)))
                .contains("\"code\":6")
                .contains("larger");
    }

    @Test
    void unfinishedJsonEndsWithAnAnswerToo() throws Exception {
        for (String config :
                new String[] {
                    "{", "{\"", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":{", "{\"a\":\"\\", "{\"a\":]"
                }) {
            assertThat(call("ADD", config)).contains("\"code\":11");
        }
    }

    @Test
    void withoutCommandItSaysWhoShouldCallIt() throws Exception {
        assertThat(run(new byte[0], Map.of()))
                .startsWith("1 ")
                .contains("\"code\":4", "CNI_COMMAND");
    }

    private String call(String command, String config) throws Exception {
        return run(
                config.getBytes(StandardCharsets.UTF_8),
                Map.of("CNI_COMMAND", command, "NARU_SOCKET", "/nowhere"));
    }

    private String run(byte[] input, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(directory.resolve("naru").toString());
        builder.environment().clear();
        builder.environment().putAll(new HashMap<>(environment));
        Process relay = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (OutputStream stdin = relay.getOutputStream()) {
            stdin.write(input);
        } catch (IOException e) {
            // It does not read what is too much.
            assertThat(input.length).isGreaterThan(1 << 18);
        }
        String answer = new String(relay.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return relay.waitFor() + " " + answer;
    }
}
