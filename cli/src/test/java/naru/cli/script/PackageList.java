package naru.cli.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A distribution's list of packages, as the script reads it. */
record PackageList(String distribution, List<Line> lines) {

    private static final Path FOLDER = Path.of("../dist/packages");

    record Line(String name, String stage, String probe, String why) {}

    static PackageList of(String distribution) throws IOException {
        try (Stream<String> text = Files.lines(FOLDER.resolve(distribution + ".list"))) {
            return new PackageList(
                    distribution,
                    text.filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> line.split("\\s+", 4))
                            .map(part -> new Line(part[0], part[1], part[2], part[3]))
                            .toList());
        }
    }

    static List<PackageList> all() throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.list(FOLDER)) {
            names =
                    files.map(file -> file.getFileName().toString().replace(".list", ""))
                            .sorted()
                            .toList();
        }
        List<PackageList> lists = new java.util.ArrayList<>();
        for (String name : names) {
            lists.add(of(name));
        }
        return lists;
    }

    List<String> names() {
        return lines.stream().map(Line::name).toList();
    }
}
