package naru.linux.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes Java for what C headers share with it: a record for each struct, an enum for each enum,
 * and the {@code #define}d numbers. Offsets, sizes and numbers come from the type information of an
 * object that mentions each type; comments come from the headers.
 */
public final class LayoutGenerator {

    private final String javaPackage;
    private final Map<String, Map<String, String>> declared = new LinkedHashMap<>();
    private final Map<String, HeaderFile.Define> defines = new LinkedHashMap<>();

    private LayoutGenerator(String javaPackage) {
        this.javaPackage = javaPackage;
    }

    /**
     * @param arguments object file, Java package, output folder, then the folders of the headers
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 4) {
            throw new IllegalArgumentException("OBJECT PACKAGE OUTPUT HEADERS...");
        }
        LayoutGenerator generator = new LayoutGenerator(arguments[1]);
        for (String folder : List.of(arguments).subList(3, arguments.length)) {
            generator.readHeaders(Path.of(folder));
        }
        Path output = Path.of(arguments[2], arguments[1].split("\\."));
        Files.createDirectories(output);
        Map<String, String> sources =
                generator.sources(new BtfFile(Files.readAllBytes(Path.of(arguments[0]))));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Files.writeString(output.resolve(source.getKey() + ".java"), source.getValue());
        }
    }

    private void readHeaders(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".h")).sorted().toList()) {
                HeaderFile header = new HeaderFile(Files.readString(file));
                declared.putAll(header.types());
                defines.putAll(header.defines());
            }
        }
    }

    private Map<String, String> sources(BtfFile types) {
        Map<String, String> sources = new LinkedHashMap<>();
        List<String> structs = new ArrayList<>();
        List<String> missing = new ArrayList<>(declared.keySet());
        for (StructShape shape : types.structs()) {
            if (missing.remove(shape.name())) {
                String name = StructWriter.className(shape.name());
                structs.add(name);
                sources.put(
                        name,
                        new StructWriter(
                                        javaPackage,
                                        shape,
                                        declared.getOrDefault(shape.name(), Map.of()))
                                .source());
            }
        }
        for (EnumShape shape : types.enums()) {
            if (missing.remove(shape.name())) {
                sources.put(
                        JavaNames.type(shape.name()),
                        new EnumWriter(
                                        javaPackage,
                                        shape,
                                        declared.getOrDefault(shape.name(), Map.of()))
                                .source());
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "mention these types in layouts.bpf.c, so that Java can have them: " + missing);
        }
        sources.put("AbiNumbers", numbers());
        sources.put("AbiShapes", shapes(structs));
        sources.put("package-info", packageInfo());
        return sources;
    }

    private String numbers() {
        StringBuilder constants = new StringBuilder();
        defines.forEach(
                (name, define) -> {
                    if (!define.comment().isEmpty()) {
                        constants.append("    /** %s */%n".formatted(define.comment()));
                    }
                    constants.append(
                            "    public static final int %s = %d;%n"
                                    .formatted(name, define.number()));
                });
        return """
                package %s;

                /** Numbers that C calls by a name. */
                public final class AbiNumbers {

                %s
                    private AbiNumbers() {}
                }
                """
                .formatted(javaPackage, constants);
    }

    private String shapes(List<String> structs) {
        return """
                package %s;

                import java.util.List;
                import naru.linux.layout.StructShape;

                /** How C lays out each struct that Java has a record for. */
                public final class AbiShapes {

                    public static final List<StructShape> ALL =
                            List.of(
                                    %s.SHAPE);

                    private AbiShapes() {}
                }
                """
                .formatted(javaPackage, String.join(".SHAPE,\n                    ", structs));
    }

    private String packageInfo() {
        return """
                /** What the eBPF programs and Java share, generated from the programs' own types. */
                @NullMarked
                package %s;

                import org.jspecify.annotations.NullMarked;
                """
                .formatted(javaPackage);
    }
}
