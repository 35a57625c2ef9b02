package naru.bench.rest;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the threads of a process did between two looks, as the kernel's scheduler counts it. */
final class Wakes {

    private static final double NANOS_OF_A_SECOND = 1e9;

    private Wakes() {}

    /**
     * Of one process.
     *
     * @param wakes how often a thread went to sleep by itself, which is as often as one woke
     * @param cpuNanos on a CPU
     */
    private record Count(long wakes, long cpuNanos) {}

    /**
     * What came out.
     *
     * @param perSecond how often a thread woke
     * @param cpuPercent of one CPU
     */
    record Rate(double perSecond, double cpuPercent) {}

    /** Watches for so long. A thread that ends meanwhile is left out. */
    static Rate of(long pid, int seconds) throws IOException {
        long start = System.nanoTime();
        Map<String, Count> before = counts(pid);
        try {
            Thread.sleep(seconds * 1000L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        long wakes = 0;
        long cpu = 0;
        for (Map.Entry<String, Count> thread : counts(pid).entrySet()) {
            Count earlier = before.getOrDefault(thread.getKey(), new Count(0, 0));
            wakes += thread.getValue().wakes - earlier.wakes;
            cpu += thread.getValue().cpuNanos - earlier.cpuNanos;
        }
        double nanos = System.nanoTime() - start;
        return new Rate(wakes / (nanos / NANOS_OF_A_SECOND), 100 * cpu / nanos);
    }

    private static Map<String, Count> counts(long pid) throws IOException {
        Map<String, Count> counts = new HashMap<>();
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                try {
                    counts.put(
                            thread.getFileName().toString(),
                            new Count(
                                    voluntary(Files.readString(thread.resolve("status"))),
                                    onCpu(Files.readString(thread.resolve("schedstat")))));
                } catch (NoSuchFileException e) {
                    // it ended just now
                }
            }
        }
        return counts;
    }

    /** Of /proc/PID/task/TID/status. */
    static long voluntary(String status) throws IOException {
        return status.lines()
                .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IOException("a thread without voluntary switches"));
    }

    /** Of /proc/PID/task/TID/schedstat: its first number, in nanoseconds. */
    static long onCpu(String schedstat) {
        return Long.parseLong(schedstat.strip().split(" ")[0]);
    }
}
