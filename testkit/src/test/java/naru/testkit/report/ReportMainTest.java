package naru.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportMainTest {

    private static final String REPORT =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="naru.OneTest" tests="4">
              <properties><property name="java.version" value="25"/></properties>
              <testcase name="works" classname="naru.OneTest" time="0.1"/>
              <testcase name="breaks" classname="naru.OneTest">
                <failure message="expected 1&#10;but was 2" type="x">stack</failure>
              </testcase>
              <testcase name="throwsUp" classname="naru.OneTest"><error type="y">stack</error></testcase>
              <testcase name="needsSctp(String)[2]" classname="naru.OneTest">
                <skipped message="no sctp in this kernel"/>
              </testcase>
            </testsuite>
            """;

    @TempDir Path root;

    @BeforeEach
    void writeReport() throws IOException {
        Path folder = Files.createDirectories(root.resolve("control/model/target/unit-reports"));
        Files.writeString(folder.resolve("TEST-naru.OneTest.xml"), REPORT);
        Files.writeString(folder.resolve("naru.OneTest.txt"), "not a report");
    }

    private List<String> report(String expectedSkips) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new ReportMain(ExpectedSkips.parse(expectedSkips), out)
                .report(SurefireReports.read(root, Set.of("unit-reports")));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aSkipThatNobodyExpectedIsAFailure() throws IOException {
        assertThat(report(""))
                .contains(
                        "FAILED  naru.OneTest#breaks: expected 1",
                        "FAILED  naru.OneTest#throwsUp: no reason given",
                        "FAILED  naru.OneTest#needsSctp(String)[2] was skipped (no sctp in this"
                                + " kernel), tests/expected-skips.txt lacks it")
                .endsWith("1 3 0");
    }

    @Test
    void anExpectedSkipIsNamedWithItsReason() throws IOException {
        assertThat(report("# sctp\nnaru.OneTest#needsSctp*  this kernel has no SCTP\n"))
                .contains("skipped naru.OneTest#needsSctp(String)[2]: this kernel has no SCTP")
                .endsWith("1 2 1");
    }

    @Test
    void reportsInOtherFoldersAreNotRead() throws IOException {
        assertThat(SurefireReports.read(root, Set.of("root-reports"))).isEmpty();
    }

    @Test
    void anExpectedSkipNeedsAReason() {
        assertThatThrownBy(() -> ExpectedSkips.parse("naru.OneTest#needsSctp"))
                .hasMessageContaining("no reason is given");
    }
}
