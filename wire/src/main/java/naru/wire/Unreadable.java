package naru.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Some JSON is not what belongs there; {@link #getOriginalMessage} says so to people. */
final class Unreadable extends JsonProcessingException {

    private static final long serialVersionUID = 1;

    /** Where something began: {@code [Source: …; line: 3, column: 5]}. */
    private static final Pattern PLACE =
            Pattern.compile("\\[Source: [^;]*; line: (\\d+), column: \\d+]");

    /** Who in the library says so. */
    private static final Pattern INNARDS = Pattern.compile(", from `[^`]*`");

    private Unreadable(String reason, @Nullable JsonProcessingException cause) {
        super(Shown.text(reason), null, cause);
    }

    static Unreadable nothing() {
        return new Unreadable("nothing is there", null);
    }

    static Unreadable because(JsonProcessingException e) {
        return new Unreadable(
                switch (e) {
                    case MismatchedInputException mismatched -> mismatch(mismatched);
                    case JsonMappingException mapping
                            when !(mapping.getCause() instanceof JsonProcessingException) ->
                            "an object lacks what belongs into it";
                    default -> syntax(e);
                },
                e);
    }

    private static String mismatch(MismatchedInputException e) {
        if (e.getTargetType() == null || e.getPath().isEmpty() && e.getProcessor() == null) {
            return syntax(e);
        }
        String path =
                e.getPath().stream()
                        .map(
                                step ->
                                        step.getFieldName() == null
                                                ? "[" + step.getIndex() + "]"
                                                : step.getFieldName())
                        .collect(Collectors.joining("."));
        String wanted = wanted(e.getTargetType()) + " belongs there";
        return path.isEmpty() ? wanted : "field \"" + path + "\": " + wanted;
    }

    private static String wanted(Class<?> type) {
        if (type.equals(String.class)) {
            return "a text";
        }
        if (type.equals(boolean.class) || type.equals(Boolean.class)) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        return Collection.class.isAssignableFrom(type) || type.isArray() ? "a list" : "an object";
    }

    /** The library's words, without those about itself. */
    private static String syntax(JsonProcessingException e) {
        String first = e.getOriginalMessage().lines().findFirst().orElse("it is no JSON");
        return INNARDS.matcher(PLACE.matcher(first).replaceAll("line $1")).replaceAll("");
    }
}
