package naru.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How, where and when something was measured.
 *
 * @param form short, long, or what else was asked for
 * @param kernel its release
 * @param cpu its model
 * @param busy what else ran: processes that were runnable on average in the minute before
 */
public record Run(
        String form, int pairs, String when, String kernel, String cpu, int cpus, double busy) {

    private static final Path PROC = Path.of("/proc");

    /** Of this machine, now. */
    public static Run here(String form, int pairs) throws IOException {
        String load = Files.readString(PROC.resolve("loadavg")).split(" ")[0];
        return new Run(
                form,
                pairs,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Files.readString(PROC.resolve("sys/kernel/osrelease")).strip(),
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                Double.parseDouble(load));
    }

    private static String cpuModel() throws IOException {
        return Files.readAllLines(PROC.resolve("cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    String how() {
        return "%s form, %d pairs; %s; load before: %.2f".formatted(form, pairs, when, busy);
    }

    String where() {
        return "kernel %s; %d × %s".formatted(kernel, cpus, cpu);
    }
}
