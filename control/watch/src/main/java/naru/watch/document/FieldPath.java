package naru.watch.document;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The way from a document's root to one of its fields, written as {@code spec.ingress[0].from}. */
public final class FieldPath {

    /** The document itself. */
    public static final FieldPath ROOT = new FieldPath(null, null, 0);

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private final @Nullable FieldPath parent;
    private final @Nullable String name;
    private final int position;

    private FieldPath(@Nullable FieldPath parent, @Nullable String name, int position) {
        this.parent = parent;
        this.name = name;
        this.position = position;
    }

    /** A field of the mapping that this path leads to. */
    public FieldPath child(String field) {
        return new FieldPath(this, field, 0);
    }

    /** An element of the list that this path leads to, counted from 0. */
    public FieldPath index(int element) {
        return new FieldPath(this, null, element);
    }

    /** The same steps, begun from another place than the root. */
    public FieldPath under(FieldPath base) {
        return parent == null ? base : new FieldPath(parent.under(base), name, position);
    }

    /** What holds this field; the root's parent is the root. */
    public FieldPath parent() {
        return parent == null ? ROOT : parent;
    }

    boolean isRoot() {
        return parent == null;
    }

    /** The last step, if it is a field of a mapping. */
    @Nullable String name() {
        return name;
    }

    /** The last step, if it is an element of a list. */
    int position() {
        return position;
    }

    @Override
    public String toString() {
        if (parent == null) {
            return "";
        }
        String before = parent.toString();
        if (name == null) {
            return before + "[" + position + "]";
        }
        if (!PLAIN.matcher(name).matches()) {
            return before + "[" + name + "]";
        }
        return before.isEmpty() ? name : before + "." + name;
    }
}
