package naru.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The differential test bites: each of these mistakes makes it fail. */
class SeededBugsTest {

    private static final int DISAGREEMENT = 10;
    private static final int SEEDS = 12;

    @TempDir Path folder;

    @Test
    void eachSeededBugStillFitsTheSource() throws Exception {
        for (SeededBug bug : SeededBug.all()) {
            assertThat(Tampered.tamper(bug)).describedAs(bug.name()).contains(bug.mistake());
        }
        assertThat(SeededBug.all()).hasSizeGreaterThanOrEqualTo(20);
    }

    @TestFactory
    @Tag("root")
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> eachSeededBugIsCaught() {
        return SeededBug.all().stream()
                .map(bug -> DynamicTest.dynamicTest(bug.name(), () -> caught(bug)));
    }

    private void caught(SeededBug bug) throws Exception {
        Path work = folder.resolve(Integer.toString(SeededBug.all().indexOf(bug)));
        java.nio.file.Files.createDirectories(work);

        Tampered.Result result = Tampered.run(bug, work, SEEDS);

        assertThat(result.exit()).describedAs("%s", result.output()).isEqualTo(DISAGREEMENT);
    }
}
