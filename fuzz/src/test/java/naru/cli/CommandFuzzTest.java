package naru.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import naru.cli.text.Paint;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.HostileServer;
import naru.testkit.fuzz.Limits;
import naru.testkit.fuzz.Wording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a person types and an agent answers, a command says what is wrong and ends. */
@Timeout(3600)
class CommandFuzzTest {

    /** Those that change nothing on the machine. */
    private static final List<String> COMMANDS =
            List.of(
                    "explain",
                    "status",
                    "endpoint list",
                    "identity list",
                    "bpf policy get",
                    "bpf ipcache list",
                    "bpf ct list",
                    "monitor",
                    "lab pods",
                    "lab nodes",
                    "lab get");

    /** The library of the command line copies a lot; it is the asker's own memory. */
    private static final Limits LIMITS = new Limits(20, 8L << 30, 5000);

    @TempDir Path run;
    private HostileServer agent;

    @BeforeEach
    void listen() throws IOException {
        agent = HostileServer.listen(run.resolve("agent.sock"));
        agent.answer(
                "{\"result\":[],\"error\":null,\"more\":false}\n".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() throws IOException {
        agent.close();
    }

    @Test
    void anyWordsBehindACommandAreUnderstoodOrNot() {
        Fuzzing.of("command-line")
                .words(
                        "--",
                        "-o",
                        "json",
                        "--node",
                        "n1",
                        "\n",
                        ":80/tcp",
                        "[::1]:80",
                        "ns/pod",
                        "@file")
                .inputs(250)
                .limits(LIMITS)
                .run(this::words);
    }

    /** One word a line; the first line's length picks the command. */
    private void words(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8).replace('\0', '?');
        List<String> lines = text.lines().toList();
        int pick = lines.isEmpty() ? 0 : lines.getFirst().length() % COMMANDS.size();
        List<String> words = new ArrayList<>(Arrays.asList(COMMANDS.get(pick).split(" ")));
        words.addAll(lines.subList(Math.min(1, lines.size()), lines.size()));
        check(words, text);
    }

    @Test
    void anyAnswerIsShownOrSaidToBeNone() {
        Fuzzing.of("wire-answer")
                .words("null", "[]", "{}", "\"result\":", "\"source\":null", "\"hops\":[null]")
                .inputs(100)
                .limits(LIMITS)
                .run(this::answer);
    }

    private void answer(byte[] input) {
        agent.answer(input);
        String text = new String(input, StandardCharsets.UTF_8);
        for (String command : COMMANDS) {
            List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
            words.addAll(
                    switch (command) {
                        case "explain" -> List.of("a/b", "c/d:80");
                        case "bpf policy get" -> List.of("a/b");
                        case "lab get" -> List.of("pods");
                        default -> List.of();
                    });
            check(words, text);
        }
    }

    private void check(List<String> words, String input) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Surroundings surroundings =
                new Surroundings(stream(out), stream(err), Paint.NONE, run, Map.of());
        int status = Main.run(surroundings, words.toArray(String[]::new));

        String said = err.toString(StandardCharsets.UTF_8);
        assertThat(status).as(words + ": " + said).isBetween(0, 3);
        assertThat(said).as(words.toString()).doesNotContain("fault of naru", "\tat ");
        for (String line : said.split("\n")) {
            Wording.checkEmptyOrGood(line.strip(), input);
        }
        if (status == 2) {
            assertThat(said).isNotBlank();
        }
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }
}
