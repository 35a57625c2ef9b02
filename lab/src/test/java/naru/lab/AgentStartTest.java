package naru.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import naru.wire.BuiltTree;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent starts from the AOT cache of its build; one that is of no use costs time only. */
@Tag("root")
class AgentStartTest {

    private static final String AGENT = "naru.agent.AgentMain";
    private static final BuiltTree TREE = new BuiltTree(NaruLab.script().getParent());

    @TempDir Path work;

    @BeforeAll
    static void build() throws Exception {
        // Whoever wants an agent as root gets a cache first, also in a tree that another user
        // built.
        Started help = start(List.of(NaruLab.script().toString(), "agent", "--help"));
        assertThat(help.exitCode()).as(help.said()).isZero();
    }

    @Test
    void anAgentOfTheBuildStartsFromItsCache() throws Exception {
        List<String> command = agent();
        assertThat(command).contains("-XX:AOTCache=" + cache());
        assertStarts(command);
        assertThat(sourceOfTheAgent(command)).isEqualTo("shared objects file");
    }

    @Test
    void aCacheThatIsBrokenOffIsNotUsedAndAnAgentStartsWithoutAWord() throws Exception {
        byte[] half = Files.readAllBytes(cache());
        Path broken = Files.write(work.resolve("agent.aot"), List.of("no cache at all"));
        assertStarts(withCache(broken));
        Files.write(broken, Arrays.copyOf(half, half.length / 2));
        assertStarts(withCache(broken));
    }

    @Test
    void anAgentWhoseCacheIsGoneStarts() throws Exception {
        assertStarts(withCache(work.resolve("nowhere.aot")));
    }

    @Test
    void theHeapStartsSmallGivesBackWhatItDoesNotNeedAndHasRoomForALargeCluster()
            throws IOException {
        List<String> flags = Files.readAllLines(TREE.home().resolve("dist/jvm/agent.args"));
        assertThat(flags).contains("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");
        assertThat(flags).contains("-Xms16m", "-Xmx1g", "-XX:+ExitOnOutOfMemoryError");
        assertThat(flags).contains("-XX:MaxHeapFreeRatio=30", "-XX:-ShrinkHeapInSteps");
        assertThat(flags)
                .as("HeapTrim asks for collections")
                .doesNotContain("-XX:+DisableExplicitGC");
    }

    private static void assertStarts(List<String> command) throws Exception {
        Started started = start(command);
        assertThat(started.exitCode()).as(started.said()).isZero();
        assertThat(started.said()).startsWith("Usage: naru agent");
    }

    /** Where the JVM says that it took the agent's first class from. */
    private String sourceOfTheAgent(List<String> command) throws Exception {
        Path log = work.resolve("classes.log");
        List<String> logging = new ArrayList<>(command);
        logging.add(2, "-Xlog:class+load:file=" + log); // behind the flags that silence all logs
        start(logging);
        try (Stream<String> lines = Files.lines(log)) {
            String mark = AGENT + " source: ";
            return lines.filter(line -> line.contains(mark))
                    .map(line -> line.substring(line.indexOf(mark) + mark.length()).strip())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path cache() {
        return TREE.lib().resolve("agent.aot");
    }

    private static List<String> agent() throws IOException {
        List<String> command = new ArrayList<>(TREE.java("agent", AGENT));
        command.add("--help");
        return command;
    }

    private static List<String> withCache(Path cache) throws IOException {
        List<String> command = agent();
        command.replaceAll(
                word -> word.startsWith("-XX:AOTCache=") ? "-XX:AOTCache=" + cache : word);
        return command;
    }

    private record Started(int exitCode, String said) {}

    private static Started start(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Started(process.waitFor(), said);
    }
}
