package naru.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import naru.bench.statistic.Estimate;
import naru.wire.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTextTest {

    private static final Figure BASE = new Figure(new Estimate(1234.5, 1200, 1300, 61), null);

    private static Figure ratio(double value) {
        return new Figure(
                new Estimate(1234.5, 1200, 1300, 61),
                new Estimate(value, value - 0.1, value + 0.1, 61));
    }

    private static Result result(String whose, Figure figure, @Nullable Limit limit) {
        return new Result(
                "one node",
                "TCP connect+request+close",
                whose,
                "µs CPU/round trip",
                "veth pair",
                figure,
                figure,
                limit,
                0);
    }

    private static final Report REPORT =
            new Report(
                    "datapath",
                    new Run("short", 61, "2026-01-01T00:00:00Z", "6.6", "A CPU", 2, 0.5),
                    List.of("something was shown ".repeat(12).strip()),
                    List.of(
                            result("veth pair", BASE, null),
                            result("routed veths, iptables", ratio(1.5), null),
                            result("naru, 10,000 entries", ratio(1.03), Limit.ratio(1.04)),
                            result("naru, 1 entry", ratio(1.05), Limit.ratio(1.04))),
                    List.of("bridge + host-local: not installed"),
                    List.of());

    @Test
    void theTableShowsRatiosIntervalsAndLimits() {
        List<String> lines = TableText.of(REPORT);
        assertThat(lines).allMatch(line -> line.length() <= 120);
        assertThat(lines).contains("one node (ratios to: veth pair)");
        assertThat(lines)
                .anyMatch(
                        line ->
                                line.matches(
                                        ".*10,000 .* 1\\.030 +0\\.930-1\\.130 +≤ 1\\.040 +ok .*"))
                .anyMatch(
                        line ->
                                line.matches(
                                        ".*1 entry .* 1\\.050 +0\\.950-1\\.150 +≤ 1\\.040 +over .*"))
                .anyMatch(line -> line.matches("  veth pair .* base .*"))
                .containsOnlyOnce("TCP connect+request+close, µs CPU/round trip")
                .contains("- bridge + host-local: not installed");
    }

    @Test
    void markdownHasARowForEachResult() {
        assertThat(MarkdownText.of(REPORT))
                .contains("### `./naru bench datapath`")
                .filteredOn(line -> line.startsWith("|"))
                .hasSize(2 + 4)
                .allMatch(line -> line.chars().filter(c -> c == '|').count() == 12);
    }

    @Test
    void jsonHasWhatTheTableHas() throws IOException {
        JsonNode document = Json.parse(String.join("\n", JsonText.of(REPORT)));
        assertThat(document.path("version").asInt()).isEqualTo(1);
        JsonNode judged = document.path("results").path(2);
        assertThat(judged.path("subject").asText()).isEqualTo("naru, 10,000 entries");
        assertThat(judged.path("figure").path("ratio").path("value").asDouble()).isEqualTo(1.03);
        assertThat(judged.path("limit").path("most").asDouble()).isEqualTo(1.04);
        assertThat(judged.path("verdict").asText()).isEqualTo("ok");
        assertThat(document.path("results").path(0).path("verdict").asText()).isEmpty();
    }

    @Test
    void aLimitMayBeOnTheValueItself() {
        Result slow = new Result("g", "w", "s", "ms", "", BASE, null, Limit.value(1000), 0);
        assertThat(slow.verdict()).isEqualTo("over");
    }
}
