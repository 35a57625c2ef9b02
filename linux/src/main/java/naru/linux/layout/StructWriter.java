package naru.linux.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the Java record for a C struct. */
final class StructWriter {

    private static final String SOURCE =
            """
        package %1$s;

        import java.util.List;
        import naru.linux.layout.StructBytes;
        import naru.linux.layout.StructShape;

        /**
         * struct %2$s, %3$d bytes. Numbers are unsigned and in host order here.
        %4$s */
        public record %5$s(
                %6$s) {

            /** Bytes of the struct. */
            public static final int SIZE = %3$d;

            /** How C lays it out. */
            public static final StructShape SHAPE =
                    %7$s;

            /** Reads it from all bytes of a key or value. */
            public static %5$s read(byte[] bytes) {
                if (bytes.length != SIZE) {
                    throw new IllegalArgumentException(
                            bytes.length + " bytes where struct %2$s has " + SIZE);
                }
                return read(bytes, 0);
            }

            /** Reads it from {@code at} on. */
            public static %5$s read(byte[] bytes, int at) {
                return new %5$s(
                        %8$s);
            }

            /** Writes it from {@code at} on; padding is left as it is. */
            public void write(byte[] bytes, int at) {
        %9$s    }

            /** It alone, padding zero. */
            public byte[] toBytes() {
                byte[] bytes = new byte[SIZE];
                write(bytes, 0);
                return bytes;
            }
        }
        """;

    private final String javaPackage;
    private final StructShape shape;
    private final Map<String, String> comments;
    private final List<StructShape.Field> fields;

    StructWriter(String javaPackage, StructShape shape, Map<String, String> comments) {
        this.javaPackage = javaPackage;
        this.shape = shape;
        this.comments = comments;
        this.fields = shape.fields().stream().filter(field -> !field.padding()).toList();
    }

    static String className(String tag) {
        return JavaNames.type(tag) + "Layout";
    }

    String source() {
        List<String> components = new ArrayList<>();
        List<String> reads = new ArrayList<>();
        StringBuilder writes = new StringBuilder();
        StringBuilder documentation = new StringBuilder(" *\n");
        for (StructShape.Field field : fields) {
            String name = JavaNames.field(field.name());
            components.add(javaType(field) + " " + name);
            reads.add(read(field));
            writes.append("        ").append(write(field, name)).append(";\n");
            String comment = comments.getOrDefault(field.name(), "");
            if (!comment.isEmpty()) {
                documentation.append(" * @param %s %s%n".formatted(name, comment));
            }
        }
        return SOURCE.formatted(
                javaPackage,
                shape.name(),
                shape.size(),
                documentation,
                className(shape.name()),
                String.join(",\n        ", components),
                shapeLiteral(),
                String.join(",\n                ", reads),
                writes);
    }

    private String shapeLiteral() {
        List<String> literals = new ArrayList<>();
        for (StructShape.Field field : shape.fields()) {
            literals.add(
                    "new StructShape.Field(\"%s\", %d, %d, %d, %b, \"%s\")"
                            .formatted(
                                    field.name(),
                                    field.offset(),
                                    field.size(),
                                    field.count(),
                                    field.networkOrder(),
                                    field.struct()));
        }
        return "new StructShape(\"%s\", %d, List.of(%n                    %s))"
                .formatted(
                        shape.name(),
                        shape.size(),
                        String.join(",\n                    ", literals));
    }

    private static String javaType(StructShape.Field field) {
        if (!field.struct().isEmpty()) {
            return className(field.struct());
        }
        return switch (accessor(field)) {
            case "U64", "U8Array" -> "long";
            case "Be32Array" -> "List<Integer>";
            case String _ -> "int";
        };
    }

    private static String read(StructShape.Field field) {
        if (!field.struct().isEmpty()) {
            return "%s.read(bytes, at + %d)".formatted(className(field.struct()), field.offset());
        }
        String count = field.count() > 1 ? ", " + field.count() : "";
        return "StructBytes.get%s(bytes, at + %d%s)"
                .formatted(accessor(field), field.offset(), count);
    }

    private static String write(StructShape.Field field, String name) {
        if (!field.struct().isEmpty()) {
            return "this.%s.write(bytes, at + %d)".formatted(name, field.offset());
        }
        String count = field.count() > 1 ? field.count() + ", " : "";
        return "StructBytes.put%s(bytes, at + %d, %sthis.%s)"
                .formatted(accessor(field), field.offset(), count, name);
    }

    private static String accessor(StructShape.Field field) {
        boolean array = field.count() > 1;
        String kind = (field.networkOrder() ? "Be" : "U") + field.size() * 8;
        boolean known =
                array
                        ? kind.equals("Be32") || kind.equals("U8") && field.count() <= 8
                        : List.of("U8", "U16", "U32", "U64", "Be16", "Be32").contains(kind);
        if (!known || field.offset() < 0) {
            throw new IllegalArgumentException(
                    "no Java form for field " + field + "; shared structs hold plain numbers");
        }
        return kind + (array ? "Array" : "");
    }
}
