package naru.linux.layout;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The bytes of a key or value down to plain numbers: two that are equal can be read and written by
 * the same code.
 *
 * @param size bytes
 * @param fields in the order of their offsets; padding is among them
 */
public record FlatShape(int size, List<Field> fields) {

    /** Of what has no bytes, or of which nothing is known. */
    public static final FlatShape NONE = new FlatShape(0, List.of());

    public FlatShape {
        fields = List.copyOf(fields);
    }

    /**
     * A number, or a row of them.
     *
     * @param path names from the outermost struct on: {@code forward.packets}; empty: the number is
     *     all there is
     * @param offset bytes from the begin
     * @param size bytes of one element
     * @param count elements; 1 if it is no row
     */
    public record Field(String path, int offset, int size, int count) {

        /** Nothing that anybody reads. */
        boolean padding() {
            return path.substring(path.lastIndexOf('.') + 1).startsWith("pad");
        }
    }

    /** True if both have fields of the same names: only their places and widths may differ. */
    public boolean sameFields(FlatShape other) {
        return names().equals(other.names());
    }

    private Set<String> names() {
        return fields.stream()
                .filter(field -> !field.padding())
                .map(Field::path)
                .collect(Collectors.toSet());
    }

    /** The field of a path. */
    public Optional<Field> field(String path) {
        return fields.stream().filter(field -> field.path().equals(path)).findFirst();
    }
}
