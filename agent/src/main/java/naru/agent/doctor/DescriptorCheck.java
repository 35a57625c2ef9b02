package naru.agent.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether the agent may still open files and sockets. */
public final class DescriptorCheck implements Check {

    private static final int WARN_PERCENT = 80;

    @Override
    public String name() {
        return "descriptors";
    }

    @Override
    public List<Finding> look() throws IOException {
        long limit = limit();
        int open = open();
        return open * 100L < limit * WARN_PERCENT
                ? List.of()
                : List.of(
                        new Finding(
                                name(),
                                "the agent can soon open no more files and sockets",
                                "process " + ProcessHandle.current().pid(),
                                open + " of " + limit + " are open",
                                "the limit is low, or very many ask the agent at once",
                                "LimitNOFILE=65536 in its unit; at once: prlimit --nofile=65536"
                                        + " --pid "
                                        + ProcessHandle.current().pid()));
    }

    private static long limit() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split(" +")[3])
                    .filter(soft -> soft.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(Long.MAX_VALUE / 100);
        }
    }

    private static int open() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path _ : all) {
                count++;
            }
        }
        return count;
    }
}
