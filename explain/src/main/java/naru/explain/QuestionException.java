package naru.explain;

/** The question can't be understood. The message says what was sought and what there is. */
public final class QuestionException extends Exception {

    public QuestionException(String message) {
        super(message);
    }
}
