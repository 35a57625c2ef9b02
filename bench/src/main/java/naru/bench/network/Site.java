package naru.bench.network;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import naru.linux.netns.Netns;
import naru.linux.sysctl.Sysctl;

/**
 * Where networks are made: namespaces in a lab's folder, so that they end with the lab.
 *
 * @param folder for namespaces and files
 * @param labNs the lab's native program
 */
public record Site(Path folder, Path labNs) {

    /** Makes a namespace with nothing but a loopback device. */
    public Path namespace(String name) throws IOException {
        Path netns = Netns.create(folder.resolve(name));
        Netns.run(
                netns,
                () -> {
                    Sysctl.ipv6("all", "disable_ipv6").write("1");
                    Sysctl.ipv6("default", "disable_ipv6").write("1");
                    Sysctl.ipv4("all", "rp_filter").write("0");
                    Sysctl.ipv4("default", "rp_filter").write("0");
                });
        ip(netns, List.of("link set lo up"));
        return netns;
    }

    /** Makes a namespace that passes packets on, as a node does. */
    public Path router(String name) throws IOException {
        Path netns = namespace(name);
        Netns.run(netns, () -> Sysctl.IP_FORWARD.write("1"));
        return netns;
    }

    /** Runs {@code ip -batch} in a namespace. */
    void ip(Path netns, List<String> lines) throws IOException {
        run(netns, List.of("ip", "-batch", "-"), Map.of(), String.join("\n", lines) + "\n");
    }

    /**
     * Runs a command in a namespace and returns what it wrote.
     *
     * @throws IOException if its exit code is not 0; the message says what it complained about
     */
    String run(Path netns, List<String> command, Map<String, String> variables, String input)
            throws IOException {
        List<String> line =
                new ArrayList<>(
                        List.of(labNs.toString(), "run", "--netns", netns.toString(), "--"));
        line.addAll(command);
        Path errors = Files.createTempFile("naru-bench", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(line).redirectError(errors.toFile());
            builder.environment().putAll(variables);
            return await(builder.start(), command.getFirst(), input, errors);
        } finally {
            Files.delete(errors);
        }
    }

    private static String await(Process process, String name, String input, Path errors)
            throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it ended without reading; its exit code says why
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() == 0) {
                return output;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException(name + ": " + (output + Files.readString(errors)).strip());
    }
}
