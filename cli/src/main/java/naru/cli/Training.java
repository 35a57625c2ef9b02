package naru.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import naru.cli.text.Paint;
import naru.wire.Json;
import naru.wire.LabPlaces;

/**
 * What the build runs once, so that the AOT cache holds what the commands need: each command asks
 * an agent that gives the answers of {@code training.json}.
 */
public final class Training {

    private static final List<String> COMMANDS =
            List.of(
                    "status",
                    "endpoint list",
                    "identity list",
                    "bpf policy get -n argocd/redis",
                    "bpf ipcache list",
                    "bpf ct list",
                    "monitor --type drop",
                    "metrics",
                    "explain argocd/server argocd/redis:6379",
                    "doctor",
                    "status -o json",
                    "endpoint list -o json",
                    "lab apply --wait -f ",
                    "lab delete -f ",
                    "lab pods",
                    "lab pods -o json",
                    "lab nodes -o json",
                    "lab exec x/y -- true",
                    "status --help",
                    "--help");

    private Training() {}

    public static void main(String[] args) throws IOException {
        try (PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            run(nowhere);
        }
    }

    /**
     * Runs the commands; what fails is said there, and costs the cache what would have followed.
     */
    static void run(PrintStream err) throws IOException {
        Path run = Files.createTempDirectory("naru-training");
        Path socket = run.resolve("agent.sock");
        LabPlaces lab = new LabPlaces(run, LabPlaces.DEFAULT_NAME);
        Files.createDirectories(lab.inbox());
        JsonNode answers = answers();
        Path manifest = Files.createFile(run.resolve("manifest.yaml"));
        try (PrintStream nowhere =
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
                TrainingAgent _ = TrainingAgent.listen(socket, answers);
                TrainingAgent _ = TrainingAgent.listen(lab.daemonSocket(), answers)) {
            Surroundings surroundings = new Surroundings(nowhere, err, Paint.NONE, run, Map.of());
            for (String command : COMMANDS) {
                String named = command.endsWith("-f ") ? command + manifest : command;
                Main.run(surroundings, named.split(" ", -1));
            }
        } finally {
            remove(run);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static JsonNode answers() throws IOException {
        try (InputStream in = Training.class.getResourceAsStream("training.json")) {
            return Json.parse(
                    in == null ? "{}" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
