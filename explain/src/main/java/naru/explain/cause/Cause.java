package naru.explain.cause;

import java.util.List;
import java.util.Locale;
import naru.explain.Confidence;
import naru.explain.Quote;

/** A link of a chain of causes. */
public sealed interface Cause permits PolicyCause, MarkCause, EndpointCause, TableCause, PathCause {

    /** One sentence. */
    String sentence();

    /** The same in a few words, for a headline. */
    default String brief() {
        return sentence();
    }

    List<Quote> evidence();

    default Confidence confidence() {
        return Confidence.SEEN;
    }

    /** The file and line, chain and rule, or map that it lies in; may be empty. */
    default String where() {
        return "";
    }

    /** A stable name for programs: that of the record, as {@code rule-shadowed}. */
    default String kind() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
