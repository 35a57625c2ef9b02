package naru.explain;

/** What happens to the packet at a hop or step. */
public enum Verdict {
    PASS,
    DROP,
    /** Could not be told. */
    UNKNOWN,
    /** The packet does not come so far. */
    NOT_REACHED
}
