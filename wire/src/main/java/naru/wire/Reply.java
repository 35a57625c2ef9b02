package naru.wire;

import org.jspecify.annotations.Nullable;

/**
 * One line of an answer: either a result or an error.
 *
 * @param result a record of {@link AgentReplies}, say, or a tree
 * @param more true if further lines follow, as in {@code monitor}
 */
public record Reply(@Nullable Object result, @Nullable Failure error, boolean more) {

    /**
     * Why it could not be done.
     *
     * @param code a CNI error code for CNI requests, else 1 failed, 2 usage, 3 cannot tell
     * @param message what is wrong and where
     * @param hint what to do next; may be empty
     */
    public record Failure(int code, String message, String hint) {

        public Failure {
            message = Shown.text(message);
            hint = Shown.text(hint);
        }
    }
}
