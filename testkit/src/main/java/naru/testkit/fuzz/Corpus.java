package naru.testkit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Inputs that are kept: good ones to begin with, and those that broke the parser once. */
record Corpus(List<Entry> entries) {

    /** Seen from any module of the tree. */
    private static final Path FOLDER = Path.of("../fuzz/corpus");

    private static final Path FOUND = Path.of("target", "found");

    record Entry(Path file, byte[] content) {}

    static Corpus of(String parser) {
        Path folder = FOLDER.resolve(parser);
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().forEach(file -> entries.add(new Entry(file, read(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no corpus in " + folder.toAbsolutePath() + ": put a good input there", e);
        }
        return new Corpus(entries);
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes an input where it can be tried again from. */
    static Path keepFound(String parser, byte[] input) {
        try {
            Path folder = Files.createDirectories(FOUND.resolve(parser)).toAbsolutePath();
            String name = "found-%08x".formatted(Arrays.hashCode(input));
            return Files.write(folder.resolve(name), input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
