package naru.linux.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the Java enum for a C enum. */
final class EnumWriter {

    private static final String SOURCE =
            """
        package %1$s;

        import java.util.Optional;

        /** enum %2$s. */
        public enum %3$s {
            %4$s;

            private final String cName;
            private final int number;
            private final String text;

            %3$s(String cName, int number, String text) {
                this.cName = cName;
                this.number = number;
                this.text = text;
            }

            /** Its name in C. */
            public String cName() {
                return cName;
            }

            /** Its number in C. */
            public int number() {
                return number;
            }

            /** What the header says of it, for people. */
            public String text() {
                return text;
            }

            /** The constant of a number, if it has one. */
            public static Optional<%3$s> of(int number) {
                for (%3$s constant : values()) {
                    if (constant.number == number) {
                        return Optional.of(constant);
                    }
                }
                return Optional.empty();
            }
        }
        """;

    private final String javaPackage;
    private final EnumShape shape;
    private final Map<String, String> comments;

    EnumWriter(String javaPackage, EnumShape shape, Map<String, String> comments) {
        this.javaPackage = javaPackage;
        this.shape = shape;
        this.comments = comments;
    }

    String source() {
        List<String> names = shape.values().stream().map(EnumShape.Value::name).toList();
        int cut = JavaNames.commonPrefix(names).length();
        List<String> constants = new ArrayList<>();
        for (EnumShape.Value value : shape.values()) {
            constants.add(
                    "%s(\"%s\", %d, \"%s\")"
                            .formatted(
                                    value.name().substring(cut),
                                    value.name(),
                                    value.number(),
                                    text(value.name())));
        }
        return SOURCE.formatted(
                javaPackage,
                shape.name(),
                JavaNames.type(shape.name()),
                String.join(",\n    ", constants));
    }

    /** A constant without a comment is called by its name. */
    private String text(String constant) {
        String comment = comments.getOrDefault(constant, "");
        return (comment.isEmpty() ? constant : comment).replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
