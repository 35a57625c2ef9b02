package naru.explain;

/** How well something is known. */
public enum Confidence {
    /** Read from the kernel of this node. */
    SEEN,
    /** Follows from the cluster's objects or from what was seen, but was not seen itself. */
    INFERRED,
    /** Could not be seen. */
    UNKNOWN;

    /** The lesser of both. */
    public Confidence and(Confidence other) {
        return ordinal() > other.ordinal() ? this : other;
    }
}
