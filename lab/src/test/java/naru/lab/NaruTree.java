package naru.lab;

import static org.assertj.core.api.Assertions.assertThat;

import naru.wire.BuiltTree;

/** The tree that is tested, built as {@code ./naru} builds it. */
public final class NaruTree {

    private NaruTree() {}

    /** Also with the agent's AOT cache, since somebody wants an agent. */
    public static BuiltTree built() throws Exception {
        Process help =
                new ProcessBuilder(NaruLab.script().toString(), "agent", "--help")
                        .redirectErrorStream(true)
                        .start();
        String said =
                new String(
                        help.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertThat(help.waitFor()).as(said).isZero();
        return new BuiltTree(NaruLab.script().getParent());
    }
}
