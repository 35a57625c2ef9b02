package naru.bench.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has in memory. */
final class Memory {

    private static final double KIB_OF_MIB = 1024;

    private Memory() {}

    /** Resident, in MiB. */
    static double residentMib(long pid) throws IOException {
        return parse(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
    }

    static double parse(String status) throws IOException {
        return status.lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(line -> line.replaceAll("[^0-9]", ""))
                        .mapToDouble(Double::parseDouble)
                        .findFirst()
                        .orElseThrow(() -> new IOException("a process without resident memory"))
                / KIB_OF_MIB;
    }
}
