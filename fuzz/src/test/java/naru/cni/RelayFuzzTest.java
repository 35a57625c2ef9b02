package naru.cni;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.HostileServer;
import naru.testkit.fuzz.Wording;
import naru.wire.AgentRequests;
import naru.wire.Json;
import naru.wire.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the relay meets, a runtime gets an answer of the specification, in bounded time. */
@Timeout(3600)
class RelayFuzzTest {

    private static final String RESULT =
            "{\"result\":{\"ips\":[]},\"error\":null,\"more\":false}\n";

    /** What stands for bytes that are no UTF-8; how many of them one stands for differs. */
    private static final char REPLACED = '\ufffd';

    @TempDir Path folder;
    private Path relay;
    private HostileServer agent;

    @BeforeEach
    void install() throws Exception {
        relay = RelayBuild.into(folder);
        agent = HostileServer.listen(folder.resolve("s"));
    }

    @AfterEach
    void close() throws IOException {
        agent.close();
    }

    @Test
    void anyConfigurationReachesTheAgentWholeOrIsRefused() {
        Fuzzing.of("cni-config")
                .words("\"socket\":\"/x\"", "\"cniVersion\":\"", "\\", "\0", "{", "\"")
                .inputs(50)
                .run(this::stdin);
    }

    private void stdin(byte[] input) throws Exception {
        agent.answer(RESULT.getBytes(StandardCharsets.UTF_8));
        Answered answered = call(Map.of("CNI_COMMAND", "ADD"), input);
        if (answered.status == 0) {
            assertThat(answered.output).isEqualTo("{\"ips\":[]}\n");
            AgentRequests.Cni asked = asked();
            String config = new String(input, StandardCharsets.UTF_8);
            if (config.indexOf(REPLACED) < 0) {
                assertThat(asked.config()).isEqualTo(config);
            }
        } else {
            checkError(answered);
        }
    }

    @Test
    void anyEnvironmentReachesTheAgent() {
        Fuzzing.of("cni-environment")
                .words("CNI_COMMAND=", "CNI_NETNS=/", "CNI_ARGS=", "=", "\n", "CNI_")
                .inputs(50)
                .run(this::environment);
    }

    private void environment(byte[] input) throws Exception {
        Map<String, String> environment = new HashMap<>();
        new String(input, StandardCharsets.UTF_8)
                .replace('\0', '?')
                .lines()
                .filter(line -> line.indexOf('=') > 0 && line.length() < 100_000)
                .forEach(
                        line ->
                                environment.put(
                                        line.substring(0, line.indexOf('=')),
                                        line.substring(line.indexOf('=') + 1)));
        environment.remove("NARU_SOCKET");
        agent.answer(RESULT.getBytes(StandardCharsets.UTF_8));
        Answered answered =
                call(environment, "{\"cniVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
        if (answered.status == 0 && !answered.output.contains("supportedVersions")) {
            assertThat(asked().env()).allSatisfy((name, _) -> assertThat(name).startsWith("CNI_"));
        } else if (answered.status != 0) {
            checkError(answered);
        }
    }

    @Test
    void anyAnswerOfAnAgentIsAnAnswer() {
        Fuzzing.of("cni-answer")
                .words(
                        "\"result\":",
                        "\"error\":{",
                        "\"code\":",
                        "\"message\":\"",
                        "null",
                        "\n",
                        "\\")
                .inputs(50)
                .run(this::answer);
    }

    private void answer(byte[] input) throws Exception {
        agent.answer(input);
        Answered answered =
                call(Map.of("CNI_COMMAND", "ADD"), "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(answered.status).isIn(0, 1);
        if (isReply(input) && answered.status != 0) {
            assertThat(Json.parse(answered.output).path("code").isInt()).isTrue();
        }
        if (input.length == 0 || !new String(input, StandardCharsets.UTF_8).contains("\n")) {
            assertThat(answered.status).as("half an answer").isEqualTo(1);
        }
    }

    private static boolean isReply(byte[] input) {
        try {
            return Json.parse(new String(input, StandardCharsets.UTF_8)).isObject();
        } catch (IOException e) {
            return false;
        }
    }

    private AgentRequests.Cni asked() throws IOException {
        Request request = Json.read(agent.asked(), Request.class);
        assertThat(request.op()).isEqualTo("cni");
        return Json.read(request.args(), AgentRequests.Cni.class);
    }

    private static void checkError(Answered answered) throws IOException {
        JsonNode error = Json.parse(answered.output);
        assertThat(answered.status).isEqualTo(1);
        assertThat(error.path("code").asInt()).isPositive();
        assertThat(error.path("cniVersion").asText()).matches("[0-9.]+");
        Wording.check(error.path("msg").asText());
        Wording.checkEmptyOrGood(error.path("details").asText().replaceAll("\\p{Cntrl}", ""), "");
    }

    private record Answered(int status, String output) {}

    private Answered call(Map<String, String> environment, byte[] stdin) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(relay.toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("NARU_SOCKET", folder.resolve("s").toString());
        Path errors = folder.resolve("stderr");
        Process process = builder.redirectError(errors.toFile()).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(stdin);
        } catch (IOException e) {
            // It does not read what is too much.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(errors, StandardCharsets.ISO_8859_1)).isEmpty();
        return new Answered(process.exitValue(), output);
    }
}
