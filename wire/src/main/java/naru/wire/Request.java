package naru.wire;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One question.
 *
 * @param version of this protocol; see {@link #VERSION}
 * @param op which operation, e.g. {@code status}
 * @param args the operation's own record as JSON; an empty object if it has none
 */
public record Request(int version, String op, JsonNode args) {

    /** The only version so far. A server names both numbers when it is asked in another. */
    public static final int VERSION = 1;
}
