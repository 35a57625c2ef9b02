package naru.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a server does for one {@link Request#op}. */
@FunctionalInterface
public interface Operation {

    /**
     * @param args the operation's arguments; see {@link Json#read}
     * @throws Refusal if it can't be done; becomes {@link Reply.Failure}
     * @throws IOException if the asker hung up
     */
    void answer(JsonNode args, Answer answer) throws IOException, Refusal, InterruptedException;

    /**
     * Where the answer goes. The last line is sent by {@link #send}; before it any number of {@link
     * #stream}.
     */
    interface Answer {

        /** Sends the last, or only, line. {@code null} stands for "done". */
        void send(@Nullable Object result) throws IOException;

        /** Sends a line that others follow. */
        void stream(Object result) throws IOException;

        /**
         * From now on the thread that answers is interrupted when the asker hangs up. For
         * operations that wait long; the connection takes no further request.
         */
        void interruptOnHangUp();
    }

    /** Why an operation was not done. */
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Reply.Failure failure;

        public Refusal(Reply.Failure failure) {
            super(failure.message());
            this.failure = failure;
        }

        /** Something failed; {@code hint} says what to do. */
        public static Refusal failed(String message, String hint) {
            return new Refusal(new Reply.Failure(1, message, hint));
        }

        /** The request itself is wrong. */
        public static Refusal usage(String message, String hint) {
            return new Refusal(new Reply.Failure(2, message, hint));
        }

        public Reply.Failure failure() {
            return failure;
        }
    }
}
