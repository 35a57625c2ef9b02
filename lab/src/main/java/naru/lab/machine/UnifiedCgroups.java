package naru.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where cgroup v2 is mounted on this machine: alone, or beside v1. */
public final class UnifiedCgroups {

    private UnifiedCgroups() {}

    /**
     * @throws IOException if it is mounted nowhere
     */
    public static Path mountPoint() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            String[] halves = line.split(" - ", 2);
            if (halves.length == 2 && halves[1].startsWith("cgroup2 ")) {
                return Path.of(halves[0].split(" ")[4]);
            }
        }
        throw new IOException(
                "cgroup v2 is not mounted; mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified");
    }
}
