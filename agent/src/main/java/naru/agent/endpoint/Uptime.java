package naru.agent.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long ago this machine was started, as a time since 1970. Nobody sets this clock: it goes on
 * while the one that people see is put right by hours, and all processes of a boot agree on it.
 */
public final class Uptime implements InstantSource {

    private static final Path UPTIME = Path.of("/proc/uptime");

    private final Instant base;
    private final long baseNanos = System.nanoTime();

    public Uptime() throws IOException {
        String seconds = Files.readString(UPTIME).split(" ")[0];
        base = Instant.EPOCH.plus(Duration.parse("PT" + seconds + "S"));
    }

    @Override
    public Instant instant() {
        return base.plusNanos(System.nanoTime() - baseNanos);
    }
}
