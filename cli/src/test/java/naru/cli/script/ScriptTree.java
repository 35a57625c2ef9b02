package naru.cli.script;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of the script with just enough of a tree around it: one source for each component, a JDK
 * that prints how it was started and makes AOT caches of one word, and a Maven that notes that it
 * was called.
 */
final class ScriptTree {

    private static final Path REAL_TREE = Path.of("").toAbsolutePath().resolveSibling("");
    private static final long PATIENCE_SECONDS = 60;

    private static final String JAVA =
            """
            #!/bin/bash
            printf '%s\\n' "$NARU_HOME" "$@"
            [[ $* == *-XX:AOTMode=* && -e $NARU_HOME/../untrainable ]] && exit 1
            [[ $* =~ -XX:AOTMode=create.*-XX:AOTCache=(.*aot.new) ]] && echo cache >"${BASH_REMATCH[1]}"
            exit 0
            """;
    private static final String MAVEN =
            """
            #!/bin/bash
            echo built >>"$NARU_HOME/../builds"
            [[ -e $NARU_HOME/../broken ]] && { echo '[ERROR] Broken.java:[7,1] no such thing'; exit 1; }
            for part in cli agent lab bench; do
                mkdir -p $part/target
                echo jar >$part/target/naru-$part-1.jar
                echo lib >$part/target/lib.jar
                echo "$PWD/$part/target/lib.jar" >$part/target/classpath
            done
            mkdir -p lab/target/native bench/target/native
            echo static >lab/target/native/naru-lab-ns
            echo static >bench/target/native/naru-load
            """;

    private final Path work;
    private final Path home;
    private final Path bin;
    private Path jdk;

    /** How a run ended. */
    record Run(int exitCode, String out, String err) {}

    /**
     * @param work an empty folder
     * @param name of the tree in it
     */
    ScriptTree(Path work, String name) throws IOException {
        this.work = work;
        this.home = work.resolve(name);
        this.bin = Files.createDirectories(work.resolve("bin"));
        this.jdk = jdk("jdk-25", "25.0.3");
        copy("naru");
        try (Stream<Path> files = Files.walk(REAL_TREE.resolve("dist"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copy(REAL_TREE.relativize(file).toString());
            }
        }
        for (String component : List.of("cli", "agent", "lab", "bench")) {
            write(component + "/src/main/java/A.java", "class A {}");
        }
        executable(bin.resolve("mvn"), MAVEN);
    }

    private void copy(String file) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.copy(REAL_TREE.resolve(file), home.resolve(file));
    }

    /** A JDK of some version; the script takes it from JAVA_HOME from now on. */
    Path jdk(String name, String version) throws IOException {
        Path made = work.resolve(name);
        executable(made.resolve("bin/java"), JAVA);
        executable(made.resolve("bin/javac"), JAVA);
        String release =
                "JAVA_RUNTIME_VERSION=\"" + version + "\"\nJAVA_VERSION=\"" + version + "\"\n";
        Files.writeString(made.resolve("release"), release);
        jdk = made;
        return made;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Path home() {
        return home;
    }

    void write(String file, String text) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    void delete(String file) throws IOException {
        Files.delete(home.resolve(file));
    }

    void breakMaven() throws IOException {
        Files.createFile(work.resolve("broken"));
    }

    /** The JVM can make no AOT caches any more. */
    void breakTraining() throws IOException {
        Files.createFile(work.resolve("untrainable"));
    }

    void mendTraining() throws IOException {
        Files.delete(work.resolve("untrainable"));
    }

    /** How often Maven was called. */
    int builds() throws IOException {
        Path noted = work.resolve("builds");
        return Files.exists(noted) ? Files.readAllLines(noted).size() : 0;
    }

    /** Runs the script of the tree and waits for its end. */
    Run run(String... arguments) throws IOException, InterruptedException {
        return start(arguments).end();
    }

    Started start(String... arguments) throws IOException {
        return startBy(home.resolve("naru"), arguments);
    }

    /** Starts the script by some path. */
    Started startBy(Path script, String... arguments) throws IOException {
        return start(script, bin + ":/usr/bin:/bin", arguments);
    }

    /** Starts the script with a search path for its tools. */
    Started startWith(String searchPath, String... arguments) throws IOException {
        return start(home.resolve("naru"), searchPath, arguments);
    }

    /** Starts the script where some mounts hide or replace parts of the machine; needs root. */
    Started startBehind(String mounts, String... arguments) throws IOException {
        String shell = mounts + " && exec \"$0\" \"$@\"";
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", shell));
        command.add(home.resolve("naru").toString());
        command.addAll(List.of(arguments));
        return start(command, bin + ":/usr/bin:/bin");
    }

    private Started start(Path script, String searchPath, String[] arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        return start(command, searchPath);
    }

    private Started start(List<String> command, String searchPath) throws IOException {
        Path out = Files.createTempFile(work, "out", "");
        Path err = Files.createTempFile(work, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("JAVA_HOME", jdk.toString(), "PATH", searchPath));
        builder.redirectInput(new File("/dev/null")).redirectOutput(out.toFile());
        return new Started(builder.redirectError(err.toFile()).start(), out, err);
    }

    /** A run that goes on. */
    record Started(Process process, Path out, Path err) {

        Run end() throws IOException, InterruptedException {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the script does not end");
            }
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }
}
