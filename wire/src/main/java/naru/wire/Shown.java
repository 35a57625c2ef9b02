package naru.wire;

/** Text that somebody sent, as people get it: a terminal has nothing in it to obey. */
public final class Shown {

    private static final int LONGEST_TEXT = 1500;
    private static final int LONGEST_LINE = 500;

    private Shown() {}

    /** Newlines stay; what is too long is cut. */
    public static String text(String sent) {
        return shown(sent, LONGEST_TEXT, "\n");
    }

    /** As {@link #text}, and one line for who reads lines: newlines are spelled out too. */
    public static String line(String sent) {
        return shown(sent, LONGEST_LINE, "\\u000a");
    }

    private static String shown(String sent, int longest, String newline) {
        var shown = new StringBuilder();
        sent.codePoints().limit(longest).forEach(c -> append(shown, c, newline));
        return sent.codePointCount(0, sent.length()) > longest
                ? shown.append("...").toString()
                : shown.toString();
    }

    private static void append(StringBuilder shown, int c, String newline) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    shown.append(c == '\n' ? newline : "\\u%04x".formatted(c));
            default -> shown.appendCodePoint(c);
        }
    }
}
