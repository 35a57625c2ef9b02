package naru.linux.layout;

import java.util.List;

/**
 * How C lays a struct out.
 *
 * @param name its tag
 * @param size bytes
 */
public record StructShape(String name, int size, List<Field> fields) {

    public StructShape {
        fields = List.copyOf(fields);
    }

    /** The field of a name. */
    public Field field(String field) {
        return fields.stream()
                .filter(found -> found.name().equals(field))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("struct " + name + " has no " + field));
    }

    /**
     * One field.
     *
     * @param offset bytes from the struct's begin; -1: a bit field
     * @param size bytes of one element; 0: nothing that Java can hold
     * @param count elements; 1 if it is no array
     * @param networkOrder declared as __be16 or __be32
     * @param struct tag of its struct, or empty
     */
    public record Field(
            String name, int offset, int size, int count, boolean networkOrder, String struct) {

        /** Nothing that user space has a use for; bpf_timer and its like hide what they hold. */
        boolean padding() {
            return name.startsWith("pad") || name.isEmpty() || struct.startsWith("bpf_");
        }
    }
}
