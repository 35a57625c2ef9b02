package naru.arch;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The source tree and the classes that were compiled from it. */
final class Tree {

    /** Surefire starts tests in their module's folder. */
    static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("");

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private Tree() {}

    /** The classes of the product, without tests. */
    static JavaClasses product() {
        return Product.CLASSES;
    }

    /** The classes of all tests. */
    static JavaClasses tests() {
        return Tests.CLASSES;
    }

    // Imported when first asked for, once for all tests.
    private static final class Product {
        static final JavaClasses CLASSES = importFrom("target/classes");
    }

    private static final class Tests {
        static final JavaClasses CLASSES = importFrom("target/test-classes");
    }

    private static JavaClasses importFrom(String folder) {
        return new ClassFileImporter()
                .importPaths(
                        modules().stream()
                                .map(module -> module.resolve(folder))
                                .filter(Files::isDirectory)
                                .toList());
    }

    /** The folders of all modules. */
    static List<Path> modules() {
        return MODULE.matcher(text(ROOT.resolve("pom.xml")))
                .results()
                .map(match -> ROOT.resolve(match.group(1)))
                .toList();
    }

    /** The Java files that people wrote, tests among them. */
    static List<Path> javaFiles() {
        return modules().stream()
                .flatMap(module -> filesUnder(module.resolve("src")).stream())
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
    }

    /** The C files and headers. */
    static List<Path> cFiles() {
        return Stream.of("datapath", "cni/src")
                .flatMap(folder -> filesUnder(ROOT.resolve(folder)).stream())
                .filter(file -> file.toString().matches(".*\\.[ch]"))
                .filter(file -> !file.toString().contains("/target/"))
                .toList();
    }

    private static List<Path> filesUnder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As people name it. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }
}
