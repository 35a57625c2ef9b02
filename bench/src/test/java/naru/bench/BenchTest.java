package naru.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import naru.testkit.OwnLab;
import naru.wire.Json;
import naru.wire.LabPlaces;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The smallest benches there are, as people call them. What they measure here means nothing. */
@Tag("root")
class BenchTest {

    private static final LabPlaces PLACES = new LabPlaces(OwnLab.named("bench-test"));

    @BeforeAll
    static void nothingIsLeftOfKilledRuns() throws Exception {
        for (String left : OwnLab.remains("bench-test")) {
            Process down = script("lab", "down", "--name", left).inheritIO().start();
            assertThat(down.waitFor()).isZero();
        }
    }

    private static ProcessBuilder naru(String... arguments) {
        ProcessBuilder builder =
                script(
                        Stream.concat(Stream.of("bench"), Stream.of(arguments))
                                .toArray(String[]::new));
        builder.environment().put(LabPlaces.VARIABLE, PLACES.name());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return builder;
    }

    private static ProcessBuilder script(String... arguments) {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(folder.resolve("naru"))) {
            folder = folder.getParent();
        }
        String script = folder.resolve("naru").toString();
        return new ProcessBuilder(Stream.concat(Stream.of(script), Stream.of(arguments)).toList());
    }

    private static String output(String... arguments) throws IOException, InterruptedException {
        Process process = naru(arguments).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(PLACES.folder()).doesNotExist();
        return output;
    }

    @Test
    void theDatapathIsMeasuredUnderPolicyBesideItsBases() throws Exception {
        JsonNode report =
                Json.parse(output("datapath", "--pairs", "2", "--slice", "2", "-o", "json"));
        assertThat(report.path("proof")).hasSizeGreaterThanOrEqualTo(6);
        List<String> seen = new ArrayList<>();
        for (JsonNode result : report.path("results")) {
            seen.add(
                    String.join(
                            "; ",
                            result.path("group").asText(),
                            result.path("what").asText(),
                            result.path("subject").asText(),
                            result.path("limit").path("most").asText()));
            assertThat(result.path("figure").path("amount").path("value").asDouble()).isPositive();
        }
        assertThat(seen)
                .contains(
                        "one node; TCP request/response; veth pair; ",
                        "one node; TCP request/response; naru, 10,000 entries; 1.04",
                        "one node; TCP connect+request+close; naru, 10,000 entries; 1.08",
                        "one node; UDP packets; naru, 10,000 entries; 1.06",
                        "one node; TCP bulk; naru, 10,000 entries; 1.03",
                        "two nodes; UDP packets; naru, 10,000 entries; 0.95");
    }

    @Test
    void callsAreMeasuredAndShownAsATable() throws Exception {
        assertThat(output("cni", "--pairs", "2").lines())
                .allMatch(line -> line.length() <= 120)
                .anyMatch(line -> line.startsWith("one after the other"))
                .anyMatch(line -> line.startsWith("20 at once"))
                .anyMatch(line -> line.equals("ADD, ms/pod"))
                .anyMatch(line -> line.matches("  naru +[0-9.]+ .*"))
                .anyMatch(line -> line.startsWith("- when ADD returned, bench/called0 was ready"));
    }

    @Test
    void anInterruptedBenchLeavesNothing() throws Exception {
        Process process = naru("datapath", "--pairs", "500").redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.contains("measuring")) {
                line = lines.readLine();
            }
            assertThat(line).contains("measuring");
            List<ProcessHandle> children = process.descendants().toList();
            assertThat(children).isNotEmpty();
            process.toHandle().destroy(); // SIGTERM, as an interrupt does
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(lines.lines()).noneMatch(rest -> rest.contains("bench datapath:"));
            for (ProcessHandle child : children) {
                child.onExit().get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(PLACES.folder()).doesNotExist();
    }
}
