package naru.cli.script;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import naru.cli.script.ScriptTree.Run;
import naru.cli.script.ScriptTree.Started;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTest {

    @TempDir Path work;
    private ScriptTree tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = new ScriptTree(work, "a tree");
    }

    @Test
    void theFirstStartBuildsAndTheSecondDoesNot() throws Exception {
        Run first = tree.run("status");
        assertThat(first.exitCode()).isZero();
        assertThat(first.err()).contains("naru: building");
        Run second = tree.run("status");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(tree.builds()).isEqualTo(1);
    }

    @Test
    void theCommandRunsFromJarsWithItsArguments() throws Exception {
        String lib = tree.home() + "/build/lib/";
        assertThat(tree.run("explain", "a b", "c").out().lines())
                .startsWith(tree.home().toString())
                .containsSequence(
                        "-cp",
                        lib + "naru-cli-1.jar:" + lib + "lib.jar",
                        "naru.cli.Main",
                        "explain",
                        "a b",
                        "c");
        assertThat(tree.run("agent", "--node", "n1").out().lines())
                .endsWith("naru.agent.AgentMain", "--node", "n1");
    }

    @Test
    void aSymbolicLinkLeadsHome() throws Exception {
        Path link =
                Files.createSymbolicLink(
                        work.resolve("link"), work.relativize(tree.home().resolve("naru")));
        Path toLink = Files.createSymbolicLink(work.resolve("link2"), link);
        assertThat(tree.startBy(toLink, "status").end().out().lines().findFirst())
                .contains(tree.home().toString());
    }

    @Test
    void whatChangesTheProductIsBuiltAndNothingElse() throws Exception {
        tree.run("status");
        tree.write("cli/src/main/java/B.java", "class B {}");
        tree.run("status");
        assertThat(tree.builds()).as("a new source").isEqualTo(2);
        tree.delete("cli/src/main/java/B.java");
        tree.run("status");
        assertThat(tree.builds()).as("a source that went").isEqualTo(3);
        tree.write("cli/src/test/java/BTest.java", "class BTest {}");
        tree.write("cli/README.md", "read me");
        tree.write("cli/src/main/java/.A.java.swp", "an editor's");
        tree.run("status");
        assertThat(tree.builds()).as("a test, a text, an editor's file").isEqualTo(3);
        tree.jdk("jdk-25-newer", "25.0.4");
        tree.run("status");
        assertThat(tree.builds()).as("another JDK").isEqualTo(4);
    }

    @Test
    void anAotCacheGoesWithTheJarsThatItWasMadeFrom() throws Exception {
        tree.run("status");
        tree.write("build/lib/agent.aot", "of the first build");
        String flag = "-XX:AOTCache=" + tree.home().resolve("build/lib/agent.aot");
        assertThat(tree.run("agent").out().lines()).contains(flag);
        tree.breakTraining();
        tree.write("cli/src/main/java/B.java", "class B {}");
        assertThat(tree.run("agent").out().lines()).doesNotContain(flag);
    }

    @Test
    void ofSeveralStartsOneBuildsAndTheOthersWait() throws Exception {
        List<Started> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            starts.add(tree.start("status"));
        }
        for (Started start : starts) {
            assertThat(start.end().exitCode()).isZero();
        }
        assertThat(tree.builds()).isEqualTo(1);
    }

    @Test
    void aBuildThatFailsShowsWhyAndIsTriedAgain() throws Exception {
        tree.breakMaven();
        Run run = tree.run("status");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Broken.java:[7,1] no such thing", "build/build.log");
        tree.run("status");
        assertThat(tree.builds()).isEqualTo(2);
    }

    @Test
    void whatIsMissingIsNamedWithTheCommandThatInstallsIt() throws Exception {
        Path tools = Files.createDirectory(work.resolve("few tools"));
        for (String tool : List.of("bash", "cat", "dirname", "find", "readlink")) {
            Files.copy(Path.of("/usr/bin", tool), tools.resolve(tool), COPY_ATTRIBUTES);
        }
        Run run = tree.startWith(tools.toString(), "status").end();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "missing on this machine: maven clang",
                        "apt-get install maven clang",
                        "./naru --install");
        assertThat(tree.builds()).isZero();
    }

    @Test
    void aJdkIsTakenByTheVersionInItsReleaseFile() throws Exception {
        Path fingerprint = tree.home().resolve("build/fingerprint");
        for (String version : List.of("21.0.2", "250.0.1", "2.5")) {
            tree.jdk("jdk-" + version, version);
            tree.run("status"); // goes on with another JDK, or ends for want of one
            if (Files.exists(fingerprint)) {
                assertThat(Files.readString(fingerprint)).doesNotContain("jdk-" + version);
            }
        }
        tree.jdk("jdk-25-ea", "25-ea");
        tree.run("status");
        tree.jdk("jdk-25", "25");
        tree.run("status");
        assertThat(Files.readString(fingerprint)).startsWith(work.resolve("jdk-25") + " ");
    }
}
