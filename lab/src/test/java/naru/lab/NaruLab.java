package naru.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import naru.testkit.OwnLab;
import naru.wire.Json;

/** A lab, driven by the commands of {@code ./naru} as people drive it. */
final class NaruLab {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /** In the environment of each command, so that what shows environments is found out. */
    static final String SECRET = "a-secret-of-the-environment";

    private final String what;
    private final String name;

    /**
     * @param what names it among this run's labs
     */
    NaruLab(String what) {
        this.what = what;
        this.name = OwnLab.named(what);
    }

    /** Takes down what killed runs left of it. */
    void clear() throws IOException, InterruptedException {
        for (String left : OwnLab.remains(what)) {
            lab("down", "--name", left).good();
        }
    }

    /** What a command did. */
    record Ran(int exitCode, String out, String err) {

        Ran good() {
            assertThat(exitCode).as(out + err).isZero();
            return this;
        }
    }

    String name() {
        return name;
    }

    /** {@code naru ARGUMENTS…} with nothing on standard input. */
    Ran naru(String... arguments) throws IOException, InterruptedException {
        return start("", List.of(arguments));
    }

    /** {@code naru lab ARGUMENTS…} with nothing on standard input. */
    Ran lab(String... arguments) throws IOException, InterruptedException {
        return run("", arguments);
    }

    /** {@code naru lab ARGUMENTS…}, from a folder that is not the tree's. */
    Ran run(String input, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("lab"));
        words.addAll(List.of(arguments));
        return start(input, words);
    }

    private Ran start(String input, List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(words);
        File errors = File.createTempFile("naru-lab", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
        builder.redirectError(errors);
        builder.environment().put("NARU_LAB", name);
        builder.environment().put("NARU_TEST_SECRET", SECRET);
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        String err = Files.readString(errors.toPath());
        Files.delete(errors.toPath());
        return new Ran(exitCode, out, err);
    }

    static Path script() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(folder.resolve("naru"))) {
            folder = folder.getParent();
        }
        return folder.resolve("naru");
    }

    Ran apply(String manifests, String... options) throws IOException, InterruptedException {
        return run(manifests, both(List.of("apply", "-f", "-"), options));
    }

    Ran delete(String manifests) throws IOException, InterruptedException {
        return run(manifests, "delete", "-f", "-");
    }

    Ran exec(String target, String... command) throws IOException, InterruptedException {
        return lab(both(List.of("exec", target, "--"), command));
    }

    private static String[] both(List<String> first, String... then) {
        return Stream.concat(first.stream(), Stream.of(then)).toArray(String[]::new);
    }

    JsonNode pods() throws IOException, InterruptedException {
        return Json.read(lab("pods", "-o", "json").good().out(), JsonNode.class);
    }

    JsonNode nodes() throws IOException, InterruptedException {
        return Json.read(lab("nodes", "-o", "json").good().out(), JsonNode.class);
    }

    /** A pod's row. */
    JsonNode pod(String namespacedName) throws IOException, InterruptedException {
        for (JsonNode pod : pods()) {
            String found = pod.path("namespace").asText() + "/" + pod.path("name").asText();
            if (found.equals(namespacedName)) {
                return pod;
            }
        }
        throw new AssertionError("there is no pod " + namespacedName);
    }

    /** Whether a server there answers; tried out of the namespace of {@code from}. */
    boolean reaches(String from, String address, int port)
            throws IOException, InterruptedException {
        String talk =
                "exec 3<>/dev/tcp/%s/%d && echo hello >&3 && read -r line <&3"
                        .formatted(address, port);
        return exec(from, "timeout", "3", "bash", "-c", talk).exitCode() == 0;
    }

    /** Waits for something to become so. */
    static void eventually(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime())
                    .as("it did not become so within a minute")
                    .isLessThan(end);
            Thread.sleep(LOOK_AGAIN);
        }
    }
}
