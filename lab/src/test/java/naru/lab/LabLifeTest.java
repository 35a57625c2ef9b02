package naru.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import naru.testkit.traffic.Conversations;
import naru.wire.AgentReplies.Status;
import naru.wire.LabPlaces;
import naru.wire.WireClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Labs come and go without a trace, whatever was killed meanwhile. */
@Tag("root")
class LabLifeTest {

    private static final String POD =
            """
            {apiVersion: v1, kind: Pod, metadata: {namespace: default, name: server}, spec: {nodeName: n1,
              containers: [{name: c, image: none, command: [naru-listener, server, "8080"]}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {namespace: default, name: client}, spec: {nodeName: n2,
              containers: [{name: c, image: none}]}}
            """;

    private final NaruLab one = new NaruLab("lifetest-one");
    private final NaruLab two = new NaruLab("lifetest-two");

    @BeforeEach
    void nothingIsLeftOfKilledRuns() throws Exception {
        one.clear();
        two.clear();
    }

    @AfterEach
    void nothingStaysUp() throws Exception {
        one.lab("down");
        two.lab("down");
    }

    @Test
    void downLeavesNothingOfALabThatIsUsed() throws Exception {
        List<String> before = traces();
        one.lab("up").good();
        one.apply(POD, "--wait").good();
        assertThat(
                        one.reaches(
                                "default/client",
                                one.pod("default/server").path("ip").asText(),
                                8080))
                .isTrue();
        NaruLab.Ran again = one.lab("up");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("is up already", "naru lab down --name " + one.name());
        one.lab("down").good();
        assertThat(traces()).isSubsetOf(before);
        one.lab("down").good();
    }

    @Test
    void downRemovesWhatKilledProcessesLeftBehind() throws Exception {
        List<String> before = traces();
        one.lab("up").good();
        one.apply(POD, "--wait").good();
        for (JsonNode node : one.nodes()) {
            kill(node.path("agent").path("pid").asLong());
        }
        kill(initOf("n1"));
        kill(daemon());
        NaruLab.Ran nobody = one.lab("pods");
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err()).contains("naru lab down --name " + one.name());
        assertThat(one.lab("up").err()).contains("naru lab down --name " + one.name());
        one.lab("down").good();
        assertThat(traces()).isSubsetOf(before);
        one.lab("up", "--nodes", "1").good();
    }

    @Test
    void twoLabsWithTheSameNodesAndAddressesDoNotMeetWhateverHappensToOneOfThem() throws Exception {
        one.lab("up").good();
        two.lab("up").good();
        one.apply(POD, "--wait").good();
        two.apply(POD.replace("8080", "9090"), "--wait").good();
        String address = one.pod("default/server").path("ip").asText();
        assertThat(two.pod("default/server").path("ip").asText()).isEqualTo(address);
        assertThat(one.reaches("default/client", address, 8080)).isTrue();
        assertThat(one.reaches("default/client", address, 9090)).isFalse();
        try (Conversations talk = conversations(two, address)) {
            one.lab("incident", "host-mark").good();
            one.lab("agent", "kill", "--node", "n1").good();
            assertThat(hostIdentity(two, "n1")).isEqualTo("kernel");
            one.lab("agent", "start", "--node", "n1").good();
            assertThat(hostIdentity(one, "n1")).isEqualTo("mark");
            one.lab("down").good();
            assertGoesOn(talk);
            assertThat(two.reaches("default/client", address, 9090)).isTrue();
        }
    }

    private static Conversations conversations(NaruLab lab, String address) throws Exception {
        Path client = Path.of(lab.pod("default/client").path("netns").asText());
        Path server = Path.of(lab.pod("default/server").path("netns").asText());
        return Conversations.open(client, server, address, 9100, 4, Duration.ofMillis(5));
    }

    private static void assertGoesOn(Conversations talk) throws Exception {
        long exchanged = talk.report().exchanged();
        NaruLab.eventually(() -> talk.report().exchanged() > exchanged + 100);
        assertThat(talk.report().allLive()).as(talk.report().toString()).isTrue();
        assertThat(talk.report().resent()).as("segments lost").isZero();
    }

    private static String hostIdentity(NaruLab lab, String node) throws Exception {
        Path socket = new LabPlaces(lab.name()).agentSocket(node);
        try (WireClient client = WireClient.connect(socket)) {
            return client.ask("status", null, Status.class).hostIdentity();
        }
    }

    @Test
    void manifestsThatAreWrongBringNothingUp() throws Exception {
        List<String> before = traces();
        NaruLab.Ran ran =
                one.run(
                        "{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDR: x}}",
                        "up",
                        "-f",
                        "-");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("podCIDR");
        assertThat(traces()).isSubsetOf(before);
    }

    /** Returns when it is dead. */
    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().join();
    }

    private long daemon() throws IOException {
        return processWith("naru.lab.LabDaemon\0" + one.name() + "\0");
    }

    /** The process that holds the node's namespaces: the child of the one that waits for it. */
    private long initOf(String node) throws IOException {
        long waiting =
                processWith("--name\0" + node + "\0--netns\0/run/naru/labs/" + one.name() + "/");
        return ProcessHandle.of(waiting).orElseThrow().children().findFirst().orElseThrow().pid();
    }

    private static long processWith(String commandLine) throws IOException {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            for (ProcessHandle process : all.sorted().toList()) {
                if (commandLine(process.pid()).contains(commandLine)) {
                    return process.pid();
                }
            }
        }
        throw new AssertionError("no process with " + commandLine.replace('\0', ' '));
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(
                    Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    /** What a lab could leave on the machine. */
    private List<String> traces() throws IOException {
        List<String> traces = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            if (isOurs(line)) {
                traces.add("mount " + line);
            }
        }
        for (String folder : List.of("/sys/class/net", "/run/netns", "/sys/fs/bpf")) {
            names(Path.of(folder), 1).forEach(traces::add);
        }
        names(Path.of("/sys/fs/cgroup"), 3).filter(this::isOurs).forEach(traces::add);
        names(Path.of("/run/naru"), 2).filter(this::isOurs).forEach(traces::add);
        return List.copyOf(new TreeSet<>(traces));
    }

    /** Another run may have such labs at the same time. */
    private boolean isOurs(String trace) {
        return trace.contains(one.name()) || trace.contains(two.name());
    }

    /** Of others something may go away while it is looked at. */
    private static Stream<String> names(Path folder, int depth) throws IOException {
        List<String> names = new ArrayList<>();
        FileVisitor<Path> visitor =
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes about) {
                        names.add(at.toString());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                        names.add(file.toString());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException why) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path at, @Nullable IOException why) {
                        return FileVisitResult.CONTINUE;
                    }
                };
        Files.walkFileTree(folder, Set.of(), depth, visitor);
        return names.stream();
    }
}
