package naru.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** eBPF objects that a test writes itself, compiled by the build's clang. */
public final class CObject {

    private static final String PROLOGUE =
            """
            #include <linux/bpf.h>
            #include <bpf/bpf_helpers.h>
            char _license[] SEC("license") = "GPL";
            """;

    private CObject() {}

    /**
     * Compiles a source text that needs no includes but the kernel's types and libbpf's helpers.
     */
    public static byte[] compile(String source) {
        try {
            Path folder = Files.createTempDirectory("naru-c-object-");
            Path file = folder.resolve("test.bpf.c");
            Path object = folder.resolve("test.bpf.o");
            Files.writeString(file, PROLOGUE + source);
            run(
                    List.of(
                            "clang",
                            "-O2",
                            "-g",
                            "-target",
                            "bpf",
                            "-I/usr/include/" + machine() + "-linux-gnu",
                            "-c",
                            file.toString(),
                            "-o",
                            object.toString()));
            byte[] bytes = Files.readAllBytes(object);
            Files.delete(object);
            Files.delete(file);
            Files.delete(folder);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compile an object", e);
        }
    }

    private static String machine() {
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> "x86_64";
            case String other -> other;
        };
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command.getFirst() + " failed:\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while compiling", e);
        }
    }
}
