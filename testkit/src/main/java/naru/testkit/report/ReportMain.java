package naru.testkit.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names what failed and what was skipped; the last line is the numbers of passed, failed, skipped.
 */
public final class ReportMain {

    private static final int FIRST_FOLDER = 2;

    private int passed;
    private int failed;
    private int skipped;
    private final ExpectedSkips expected;
    private final PrintStream out;

    ReportMain(ExpectedSkips expected, PrintStream out) {
        this.expected = expected;
        this.out = out;
    }

    /**
     * @param args the source tree, the file of expected skips, and the names of the reports'
     *     folders
     */
    public static void main(String[] args) throws IOException {
        String skips = Files.readString(Path.of(args[1]));
        Set<String> folders =
                Arrays.stream(args).skip(FIRST_FOLDER).collect(Collectors.toUnmodifiableSet());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new ReportMain(ExpectedSkips.parse(skips), out)
                .report(SurefireReports.read(Path.of(args[0]), folders));
    }

    void report(List<TestResult> results) {
        results.forEach(this::count);
        out.println(passed + " " + failed + " " + skipped);
    }

    private void count(TestResult result) {
        switch (result.outcome()) {
            case PASSED -> passed++;
            case FAILED -> fail(result.name() + ": " + firstLine(result.reason()));
            case SKIPPED -> skip(result);
        }
    }

    private void skip(TestResult result) {
        Optional<String> reason = expected.reason(result.name());
        if (reason.isPresent()) {
            skipped++;
            out.println("skipped " + result.name() + ": " + reason.get());
        } else {
            String why = firstLine(result.reason());
            fail(result.name() + " was skipped (" + why + "), tests/expected-skips.txt lacks it");
        }
    }

    private void fail(String what) {
        failed++;
        out.println("FAILED  " + what);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("no reason given");
    }
}
