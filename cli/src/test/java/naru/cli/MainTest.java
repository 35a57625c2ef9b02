package naru.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import naru.cli.text.Paint;
import naru.wire.UnixServer;
import naru.wire.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    private static final String IDENTITIES =
            """
            [{"identity": 15435, "labels": ["app=redis"], "pods": 1}]
            """;
    private static final String DENIED =
            """
            {"node": "n1", "question": "q", "protocol": "tcp", "port": 80, "outcome": "denied", "headline": "Denied.",
             "source": {"asked": "a/b", "kind": "pod", "name": "a/b", "node": "n1", "address": "10.0.0.1",
                        "identity": 300, "identityName": "app=b"},
             "destination": {"asked": "c/d", "kind": "pod", "name": "c/d", "node": "n2", "address": "10.0.0.2",
                        "identity": 301, "identityName": "app=d"},
             "hops": [], "causes": [], "fixes": [], "findings": [], "unseen": [], "askNodes": []}
            """;

    @TempDir Path run;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Map<String, String> variables = Map.of();

    private int naru(String commandLine) {
        out.reset();
        err.reset();
        Surroundings surroundings =
                new Surroundings(stream(out), stream(err), Paint.NONE, run, variables);
        return Main.run(surroundings, commandLine.split(" ", -1));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private UnixServer agent(String socket, Map<String, String> answers) throws IOException {
        Path path = run.resolve(socket);
        Files.createDirectories(path.getParent());
        return FakeAgent.listen(path, answers);
    }

    @Test
    void theMachinesOwnAgentIsAskedWhenThereIsNoLab() throws IOException {
        try (UnixServer _ = agent("agent.sock", Map.of("identity-list", IDENTITIES))) {
            assertThat(naru("identity list")).isZero();
            assertThat(out()).isEqualTo("IDENTITY  PODS  LABELS\n15435     1     app=redis\n");
            assertThat(naru("identity list -o json")).isZero();
            assertThat(out()).startsWith("[").contains("15435").doesNotContain("\"node\"");
        }
    }

    @Test
    void allNodesOfALabAnswerInOneTable() throws IOException {
        Map<String, String> answers = Map.of("identity-list", IDENTITIES);
        try (UnixServer _ = agent("labs/naru/nodes/n1/agent.sock", answers);
                UnixServer _ = agent("labs/naru/nodes/n2/agent.sock", answers)) {
            assertThat(naru("identity list")).isZero();
            assertThat(out().lines())
                    .containsExactly(
                            "NODE  IDENTITY  PODS  LABELS",
                            "n1    15435     1     app=redis",
                            "n2    15435     1     app=redis");
            assertThat(naru("identity list --node n2 -o json")).isZero();
            assertThat(out()).contains("\"node\" : \"n2\"").doesNotContain("n1");
            assertThat(naru("identity list --node n3")).isEqualTo(1);
            assertThat(err()).contains("lab naru has no node n3", "its nodes are n1, n2");
        }
    }

    @Test
    void aNodeWhoseAgentIsDownIsNamedAndTheOthersAreShown() throws IOException {
        Files.createDirectories(run.resolve("labs/x/nodes/n1"));
        variables = Map.of("NARU_LAB", "x");
        try (UnixServer _ =
                agent("labs/x/nodes/n2/agent.sock", Map.of("identity-list", IDENTITIES))) {
            assertThat(naru("identity list")).isEqualTo(1);
            assertThat(out()).contains("15435");
            assertThat(err()).contains("the agent of n1 does not answer", "naru lab agent start");
        }
    }

    @Test
    void metricsAreThoseOfOneNode() throws IOException {
        String text = "{\"contentType\": \"text/plain\", \"text\": \"a 1\\nb 2\\n\"}";
        try (UnixServer _ = agent("labs/naru/nodes/n1/agent.sock", Map.of("metrics", text));
                UnixServer _ = agent("labs/naru/nodes/n2/agent.sock", Map.of("metrics", text))) {
            assertThat(naru("metrics --node n2")).isZero();
            assertThat(out()).isEqualTo("a 1\nb 2\n");
            assertThat(naru("metrics")).isEqualTo(2);
            assertThat(err()).contains("n1, n2", "naru metrics --node n1");
        }
    }

    @Test
    void withoutAnyAgentTheNextStepIsSaid() {
        assertThat(naru("status")).isEqualTo(1);
        assertThat(out()).isEmpty();
        assertThat(err()).contains("there is no socket", "naru agent --node", "naru lab up");
        assertThat(naru("status --name nolab")).isEqualTo(1);
        assertThat(err()).contains("no lab nolab is up", "naru lab up --name nolab");
    }

    @Test
    void theDoctorsExitStatusSaysHowAllNodesAre() throws IOException {
        String well =
                """
                {"node": "n1", "version": "1", "checks": ["a"], "findings": [],
                 "state": {"endpoints": 3, "lastEventSeconds": 1, "lastRepairSeconds": -1}}
                """;
        String ill =
                well.replace("n1", "n2")
                        .replace("[]", "[{\"check\": \"a\", \"symptom\": \"it hurts\"}]");
        try (UnixServer _ = agent("labs/naru/nodes/n1/agent.sock", Map.of("doctor", well));
                UnixServer _ = agent("labs/naru/nodes/n2/agent.sock", Map.of("doctor", ill))) {
            assertThat(naru("doctor --node n1")).isZero();
            assertThat(out()).startsWith("n1: healthy: 1 check, 3 endpoints").hasLineCount(1);
            assertThat(naru("doctor")).isEqualTo(1);
            assertThat(out()).contains("n2: 1 finding", "a: it hurts");
            assertThat(naru("doctor --node n2 -o json")).isEqualTo(1);
            assertThat(out()).contains("\"symptom\" : \"it hurts\"");
            Files.createDirectories(run.resolve("labs/naru/nodes/n3"));
            assertThat(naru("doctor")).isEqualTo(3);
            assertThat(err()).contains("the agent of n3 does not answer", "naru lab agent start");
        }
        assertThat(naru("doctor --node n1")).isEqualTo(3);
    }

    @Test
    void anEndpointThatOneNodeKnowsIsEnough() throws IOException {
        try (UnixServer _ = agent("labs/naru/nodes/n1/agent.sock", Map.of());
                UnixServer _ = agent("labs/naru/nodes/n2/agent.sock", Map.of("policy-get", "[]"))) {
            assertThat(naru("bpf policy get argocd/redis")).isZero();
            assertThat(err()).isEmpty();
            assertThat(naru("bpf policy get x --node n1")).isEqualTo(2);
        }
    }

    @Test
    void explainExitsWithItsOutcome() throws IOException {
        try (UnixServer _ = agent("agent.sock", Map.of("explain", DENIED))) {
            assertThat(naru("explain a/b c/d:80")).isEqualTo(1);
            assertThat(out()).startsWith("DENIED  q\n  Denied.\n");
            assertThat(naru("explain a/b c/d:http")).isEqualTo(2);
            assertThat(naru("explain a/b")).isEqualTo(2);
        }
    }

    @Test
    void aMisspeltCommandIsAMistakeOfUse() {
        assertThat(naru("frobnicate")).isEqualTo(2);
        assertThat(err()).contains("frobnicate", "see: naru --help");
        assertThat(naru("bpf policy")).isEqualTo(2);
    }

    @Test
    void monitorSaysOnStandardErrorFromWhenOnItHears() throws IOException {
        try (UnixServer _ = agent("agent.sock", Map.of("monitor", "{\"subscribed\": \"n1\"}"))) {
            assertThat(naru("monitor")).as("the agent hangs up").isEqualTo(1);
            assertThat(out()).isEmpty();
            assertThat(err()).contains("subscribed to the events of n1");
        }
    }

    @Test
    void theVersionNamesCommitAndJava() throws IOException {
        variables = Map.of("NARU_HOME", run.toString());
        String java = "Java " + Runtime.version();
        assertThat(naru("--version")).isZero();
        assertThat(out()).isEqualTo("naru " + Version.NUMBER + " (" + java + ")\n");
        Files.createDirectories(run.resolve("build/lib"));
        Files.writeString(run.resolve("build/lib/commit"), "4711abcd\n");
        naru("-V");
        assertThat(out()).contains("(commit 4711abcd, " + java + ")");
        assertThat(naru("--help")).isZero();
        assertThat(out()).contains("-V, --version", "explain", "hop by hop");
    }

    @Test
    void theVersionIsThatOfTheTree() throws IOException {
        assertThat(Files.readString(Path.of("../pom.xml")))
                .contains("<artifactId>naru</artifactId>\n  <version>" + Version.NUMBER + "<");
    }

    @Test
    void aCommandThatIsNearlyOneIsSuggested() {
        assertThat(naru("statsu")).isEqualTo(2);
        assertThat(err()).contains("statsu");
    }

    @Test
    void everyCommandHasAnExample() {
        for (String command :
                new String[] {
                    "",
                    "status",
                    "endpoint list",
                    "identity list",
                    "bpf policy get",
                    "bpf ipcache list",
                    "bpf ct list",
                    "monitor",
                    "metrics",
                    "explain",
                    "cni install"
                }) {
            assertThat(naru((command + " --help").strip())).isZero();
            assertThat(out()).contains("Example");
        }
    }

    @Test
    void theCniPluginIsInstalledWhereItIsWished() {
        Path bin = run.resolve("bin");
        Path config = run.resolve("net.d");
        assertThat(naru("cni install --bin-dir " + bin + " --config-dir " + config)).isZero();
        assertThat(bin.resolve("naru")).isExecutable();
        assertThat(config.resolve("05-naru.conflist"))
                .content()
                .contains(run.resolve("agent.sock").toString());
    }
}
