package naru.testkit.fuzz;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds what is said to people against the rules for that. */
public final class Wording {

    private static final int LONGEST = 2000;

    /** A quotation may hold whatever the user wrote. */
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"?|'[^']*'?");

    private static final Pattern INNARDS =
            Pattern.compile(
                    "(?<!['\"])\\bnull\\b|\\b(java|javax|jdk|sun|com|org|naru)(\\.[a-z]+)+\\.[A-Z]\\w+|\\w+(Exception|Error)\\b|Optional\\[|\\bat [a-z.]+\\(|"
                            + "@[0-9a-f]{5,}|\\bCannot invoke\\b|JsonToken|Source: |reference chain");

    private Wording() {}

    /**
     * One sentence or more: not blank, on one line, without characters that a terminal obeys, and
     * without words of the program's insides.
     *
     * @throws AssertionError saying what is wrong with it
     */
    public static void check(String text) {
        check(text, "");
    }

    /**
     * As {@link #check(String)}.
     *
     * @param input whose own words may be repeated
     */
    public static void check(String text, String input) {
        if (text.isBlank()) {
            throw new AssertionError("nothing is said");
        }
        checkEmptyOrGood(text, input);
    }

    /** As {@link #check(String, String)}, but nothing may be said. */
    public static void checkEmptyOrGood(String text, String input) {
        if (text.length() > LONGEST) {
            throw new AssertionError(
                    text.length() + " characters are said: " + text.substring(0, 200) + "...");
        }
        if (text.codePoints().anyMatch(Wording::isObeyed)) {
            throw new AssertionError("a terminal would obey this: " + escaped(text));
        }
        Matcher innards = INNARDS.matcher(QUOTED.matcher(text).replaceAll("\"\""));
        while (innards.find()) {
            if (!input.contains(innards.group())) {
                throw new AssertionError(
                        "\"" + innards.group() + "\" is no word for people: " + text);
            }
        }
    }

    private static boolean isObeyed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints()
                .forEach(
                        c ->
                                escaped.append(
                                        isObeyed(c)
                                                ? "\\u%04x".formatted(c)
                                                : Character.toString(c)));
        return escaped.toString();
    }
}
