package naru.proof;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The differential test in a process of its own, with one file of the product changed. */
final class Tampered {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final int LONGEST_SECONDS = 300;

    private Tampered() {}

    /** How it ended: 10 if a disagreement was found, and what it printed. */
    record Result(int exit, String output) {}

    /**
     * @param work an empty folder
     * @param seeds how many are tried before the bug counts as missed
     */
    static Result run(SeededBug bug, Path work, int seeds) throws Exception {
        Path overlay = Files.createDirectories(work.resolve("overlay"));
        if (bug.isInDatapath()) {
            compileDatapath(List.of(bug), work, overlay);
        } else {
            compileJava(bug, work, overlay);
        }
        return execute(work, overlay, "naru.proof.DifferentialMain", Integer.toString(seeds));
    }

    /**
     * Another main class, with programs that several changes were made to.
     *
     * @param work an empty folder
     */
    static Result run(List<SeededBug> changes, Path work, Class<?> main, String argument)
            throws Exception {
        Path overlay = Files.createDirectories(work.resolve("overlay"));
        compileDatapath(changes, work, overlay);
        return execute(work, overlay, main.getName(), argument);
    }

    private static Result execute(Path work, Path overlay, String main, String argument)
            throws Exception {
        String classPath = overlay + File.pathSeparator + System.getProperty("java.class.path");
        return execute(
                work,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        main,
                        argument));
    }

    /** The file's text with the mistake in it. */
    static String tamper(SeededBug bug) throws IOException {
        return tamper(bug, ROOT);
    }

    private static String tamper(SeededBug bug, Path root) throws IOException {
        String text = Files.readString(root.resolve(bug.file()));
        int at = text.indexOf(bug.original());
        if (at < 0 || text.indexOf(bug.original(), at + 1) >= 0) {
            throw new AssertionError(
                    "seeded bug \"%s\" does not know %s any more: its text stands there %s"
                            .formatted(bug.name(), bug.file(), at < 0 ? "nowhere" : "twice"));
        }
        return text.replace(bug.original(), bug.mistake());
    }

    private static void compileDatapath(List<SeededBug> bugs, Path work, Path overlay)
            throws Exception {
        Path copy = work.resolve("datapath");
        for (String part :
                List.of("abi", "hooks", "include", "maps", "steps", "tasks", "compile-objects")) {
            copyTree(ROOT.resolve("datapath").resolve(part), copy.resolve(part));
        }
        for (SeededBug bug : bugs) {
            Files.writeString(work.resolve(bug.file()), tamper(bug, work));
        }
        Path objects = Files.createDirectories(overlay.resolve("naru/datapath"));
        Result compiled =
                execute(
                        work,
                        List.of(
                                "sh",
                                copy.resolve("compile-objects").toString(),
                                objects.toString()));
        if (compiled.exit != 0) {
            throw new AssertionError(bugs + ": " + compiled.output);
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.toAbsolutePath().getParent());
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void compileJava(SeededBug bug, Path work, Path overlay) throws Exception {
        Path source = work.resolve(Path.of(bug.file()).getFileName().toString());
        Files.writeString(source, tamper(bug));
        Result compiled =
                execute(
                        work,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                                "-nowarn",
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                overlay.toString(),
                                source.toString()));
        if (compiled.exit != 0) {
            throw new AssertionError(bug.name() + ": " + compiled.output);
        }
    }

    private static Result execute(Path work, List<String> command) throws Exception {
        Path log = Files.createTempFile(work, "output", ".log");
        Process process =
                new ProcessBuilder(new ArrayList<>(command))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("no end after " + LONGEST_SECONDS + " s: " + command);
        }
        return new Result(process.exitValue(), Files.readString(log));
    }
}
