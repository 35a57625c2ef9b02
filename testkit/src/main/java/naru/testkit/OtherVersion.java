package naru.testkit;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import naru.datapath.Datapath;
import naru.linux.layout.LayoutGenerator;

/**
 * Another version of the datapath: objects and classes built from the same sources, with nearly
 * every map laid out in another way. Put in front of a class path, it makes an agent of that
 * version.
 */
public final class OtherVersion implements AutoCloseable {

    private static final List<String> PARTS =
            List.of("abi", "hooks", "include", "maps", "steps", "tasks", "compile-objects");

    /** What is different, by file: what stands there once, and what stands there instead. */
    private static final List<Change> CHANGES =
            List.of(
                    new Change("maps/endpoint_map.h", "struct endpoint {\n", "$0\t__u32 pad_a;\n"),
                    new Change("maps/endpoint_map.h", "struct endpoint) == 32", "$0 + 4"),
                    new Change("maps/policy_map.h", "\t__u8 verdict;", "\t__u32 verdict;"),
                    new Change("maps/policy_map.h", "struct policy_entry) == 12", "$0 + 8"),
                    new Change("maps/flow_map.h", "struct flow {\n", "$0\t__u64 looked_at;\n"),
                    new Change("maps/flow_map.h", "\t__u32 owner;\t", "\t__u64 owner;\t"),
                    new Change("maps/flow_map.h", "struct flow) == 184", "$0 + 16"),
                    new Change("maps/flow_map.h", "FLOW_MAP_MAX 262144", "FLOW_MAP_MAX 131072"),
                    new Change(
                            "maps/flow_queue_map.h", "struct flow_sweep {\n", "$0\t__u64 pad_a;\n"),
                    new Change("maps/epoch_map.h", "EPOCH_POLICY + 1", "EPOCH_POLICY + 2"),
                    new Change("maps/metrics_map.h", "METRICS_REASONS 256", "METRICS_REASONS 300"),
                    new Change("maps/policy_stats_map.h", "_MAX 131072", "_MAX 65536"),
                    new Change(
                            "maps/fragment_map.h",
                            "FRAGMENT_MAP_MAX 8192",
                            "FRAGMENT_MAP_MAX 4096"),
                    new Change("abi/event.h", "struct event {\n", "$0\t__u64 pad_a;\n"),
                    new Change("abi/event.h", "struct event) == 104", "$0 + 8"));

    private final Path work;

    private record Change(String file, String original, String instead) {

        String in(String text) {
            int at = text.indexOf(original);
            if (at < 0 || text.indexOf(original, at + 1) >= 0) {
                throw new IllegalStateException(
                        "\"%s\" does not stand once in datapath/%s: say in OtherVersion what is"
                                        .formatted(original.strip(), file)
                                + " different there now");
            }
            return text.replace(original, instead.replace("$0", original));
        }
    }

    private OtherVersion(Path work) {
        this.work = work;
    }

    /** Builds it: the compiler takes some seconds. */
    public static OtherVersion build() {
        try {
            OtherVersion other = new OtherVersion(Files.createTempDirectory("naru-other-version-"));
            try {
                other.copySources();
                other.compile();
                return other;
            } catch (IOException | RuntimeException e) {
                other.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot build another version", e);
        }
    }

    /** What goes in front of the class path. */
    public Path classes() {
        return work.resolve("classes");
    }

    private void copySources() throws IOException {
        for (String part : PARTS) {
            copy(sources().resolve(part), work.resolve("datapath").resolve(part));
        }
        for (Change change : CHANGES) {
            Path file = work.resolve("datapath").resolve(change.file);
            Files.writeString(file, change.in(Files.readString(file)));
        }
    }

    /** The classes are in datapath/target/classes, or in a jar in datapath/target. */
    private static Path sources() {
        try {
            Path classes =
                    Path.of(
                            Datapath.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return requireNonNull(requireNonNull(classes.getParent()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                if (!Files.isDirectory(file)) {
                    Files.copy(file, target);
                }
            }
        }
    }

    private void compile() throws IOException {
        Path datapath = work.resolve("datapath");
        Path objects = Files.createDirectories(classes().resolve("naru/datapath"));
        run(List.of(datapath.resolve("compile-objects").toString(), objects.toString()));
        Path generated = work.resolve("generated");
        LayoutGenerator.main(
                new String[] {
                    objects.resolve("layouts.bpf.o").toString(),
                    "naru.datapath.abi",
                    generated.toString(),
                    datapath.resolve("abi").toString(),
                    datapath.resolve("maps").toString()
                });
        List<String> javac = new ArrayList<>();
        javac.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
        javac.addAll(List.of("-nowarn", "-proc:none", "-d", classes().toString()));
        javac.addAll(List.of("-cp", System.getProperty("java.class.path") + File.pathSeparator));
        for (Path folder : List.of(generated, sources().resolve("src/main/java"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(javac::add);
            }
        }
        run(javac);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException(command.getFirst() + " failed:\n" + output);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
