package naru.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import naru.agent.loop.PolicyTiming;
import naru.agent.metrics.Reading.Dropped;
import naru.agent.metrics.Reading.Events;
import naru.agent.metrics.Reading.Passed;
import naru.agent.metrics.Reading.Policy;
import naru.agent.metrics.Reading.Table;
import naru.agent.metrics.Reading.Who;
import naru.agent.metrics.Reading.Work;
import naru.agent.repair.Sweep;
import naru.datapath.Traffic;
import naru.ipam.PoolCounts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the names of metrics keep to the conventions, and docs/metrics.md lists just them. */
class MetricNamesTest {

    private static final Traffic SOME = new Traffic(3, 180);

    /** One of each, so that every family has a sample. */
    private static final Reading READING =
            new Reading(
                    new Who("n1", "1", "kernel", "tcx", Instant.EPOCH),
                    List.of(new Passed("ingress", "fast", SOME)),
                    List.of(new Dropped("Policy denied", "egress", SOME)),
                    new Events(1, 2, 3, 4),
                    List.of(new Table("policy_map", 5, 6, 7)),
                    Map.of("ready", 8L),
                    new Policy(9, 10),
                    new PoolCounts(11, 12, 13),
                    new Work(14, 15, 16, 17),
                    Map.of("maps", 18),
                    Map.of("route", 19L),
                    Optional.of(new Sweep(Instant.EPOCH, Duration.ofMillis(20))));

    private final Metrics metrics = new Metrics(() -> READING);

    /** What the table of the page has in a row. */
    private record Row(String name, String type, String labels, String help) {}

    @BeforeEach
    void somethingHappens() {
        metrics.latencies().policyChanged(new PolicyTiming.Change(2_000_000, 1_000_000));
        metrics.latencies().cniAnswered("ADD", "ok", 3_000_000);
    }

    @Test
    void namesAreNarusInBaseUnitsAndOnlyWhatGrowsIsATotal() throws Exception {
        for (MetricSnapshot family : metrics.scrape()) {
            Row row = row(family);
            assertThat(row.name).matches("naru(_[a-z0-9]+)+");
            assertThat(row.name)
                    .doesNotContainPattern(
                            "milli|micro|nano|kilo|mega|_(ms|us|kb|kib|mb|mib|minutes|percent)(_|$)")
                    .doesNotEndWith("_count")
                    .doesNotEndWith("_sum")
                    .doesNotEndWith("_bucket");
            assertThat(row.name.endsWith("_total")).isEqualTo(row.type.equals("counter"));
            if (family.getMetadata().hasUnit()) {
                assertThat(row.name).contains("_" + family.getMetadata().getUnit());
            }
            assertThat(row.help).as(row.name).endsWith(".").hasSizeLessThan(100);
            assertThat(row.labels).as(row.name).matches("([a-z]+(_[a-z]+)*(, )?)*");
        }
    }

    @Test
    void thePageListsWhatTheAgentTells() throws Exception {
        List<String> told = new ArrayList<>();
        for (MetricSnapshot family : metrics.scrape()) {
            Row row = row(family);
            told.add("| `%s` | %s | %s | %s |".formatted(row.name, row.type, row.labels, row.help));
        }
        try (Stream<String> page = Files.lines(Path.of("../docs/metrics.md"))) {
            assertThat(page.filter(line -> line.startsWith("| `naru_")).toList())
                    .containsExactlyInAnyOrderElementsOf(told);
        }
    }

    private static Row row(MetricSnapshot family) {
        String name = family.getMetadata().getPrometheusName();
        String labels =
                family.getDataPoints().getFirst().getLabels().stream()
                        .map(Label::getName)
                        .collect(Collectors.joining(", "));
        String help = family.getMetadata().getHelp();
        return switch (family) {
            case CounterSnapshot _ -> new Row(name + "_total", "counter", labels, help);
            case GaugeSnapshot _ -> new Row(name, "gauge", labels, help);
            case HistogramSnapshot _ -> new Row(name, "histogram", labels, help);
            default -> throw new IllegalStateException(name + " is of no type that is used");
        };
    }

    @Test
    void promtoolFindsNothingToSay() throws Exception {
        Path promtool = promtool();
        assumeThat(promtool).as("promtool on the PATH").isExecutable();
        Process check =
                new ProcessBuilder(promtool.toString(), "check", "metrics")
                        .redirectErrorStream(true)
                        .start();
        try (var in = check.getOutputStream()) {
            in.write(metrics.text("").text().getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }

    private static Path promtool() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("promtool"));
    }
}
