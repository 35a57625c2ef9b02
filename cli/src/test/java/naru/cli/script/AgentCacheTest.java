package naru.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import naru.cli.script.ScriptTree.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's AOT cache is made where root builds, or when root first needs it. */
@Tag("root")
class AgentCacheTest {

    @TempDir Path work;
    private ScriptTree tree;
    private Path cache;

    @BeforeEach
    void buildAsRoot() throws Exception {
        tree = new ScriptTree(work, "a tree");
        cache = tree.home().resolve("build/lib/agent.aot");
        tree.run("status");
    }

    @Test
    void aBuildOfRootsMakesIt() throws IOException {
        assertThat(cache).exists();
        assertThat(tree.home().resolve("build").toFile().list())
                .containsExactlyInAnyOrder("lib", "lock", "build.log", "fingerprint");
    }

    @Test
    void anAgentThatFindsNoneMakesItOnce() throws Exception {
        Files.delete(cache);
        assertThat(tree.run("status").err()).as("commands do without").isEmpty();
        Run first = tree.run("agent");
        assertThat(first.err()).contains("making the AOT cache of the agent");
        assertThat(first.out().lines()).contains("-XX:AOTCache=" + cache);
        assertThat(tree.run("agent").err()).isEmpty();
    }

    @Test
    void whereItCannotBeMadeTheAgentStartsAndNobodyTriesAgain() throws Exception {
        Files.delete(cache);
        tree.breakTraining();
        Run first = tree.run("agent", "--node", "n1");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out().lines()).endsWith("naru.agent.AgentMain", "--node", "n1");
        assertThat(first.out()).doesNotContain("AOTCache");
        assertThat(tree.run("agent").err()).isEmpty();
        tree.write("cli/src/main/java/B.java", "class B {}");
        tree.mendTraining();
        tree.run("status");
        assertThat(cache).as("but the next build does").exists();
    }
}
