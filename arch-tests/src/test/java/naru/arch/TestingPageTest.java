package naru.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That docs/testing.md knows each suite on the kernel, and that their budgets fit the lane. */
class TestingPageTest {

    private static final int LANE_SECONDS = 20 * 60;

    /** What all tests take that need no root, and what it takes to build. */
    private static final int OTHERS_SECONDS = 90;

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (\\w+Test(?:, \\w+Test)*) \\| (\\d+) \\|");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"(root|long)\"\\)");

    private final String page = Tree.text(Tree.ROOT.resolve("docs/testing.md"));

    @Test
    void eachSuiteOnTheKernelIsListedWithWhatItProves() {
        Set<String> suites =
                Tree.javaFiles().stream()
                        .filter(file -> file.toString().endsWith("Test.java"))
                        .filter(file -> TAG.matcher(Tree.text(file)).find())
                        .map(Path::getFileName)
                        .map(name -> name.toString().replace(".java", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed =
                rows().stream()
                        .flatMap(row -> List.of(row.group(1).split(", ")).stream())
                        .collect(Collectors.toSet());
        suites.removeAll(listed);
        assertThat(suites).as("suites that docs/testing.md lacks").isEmpty();
    }

    @Test
    void theBudgetsFitTheQuickLane() {
        int sum = rows().stream().mapToInt(row -> Integer.parseInt(row.group(2))).sum();
        assertThat(sum + OTHERS_SECONDS).isLessThan(LANE_SECONDS);
    }

    private List<MatchResult> rows() {
        return ROW.matcher(page).results().toList();
    }
}
