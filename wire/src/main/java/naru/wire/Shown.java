package naru.wire;

/** Text that somebody sent, as people get it: a terminal has nothing in it to obey. */
public final class Shown {

    private static final int LONGEST = 1500;

    private Shown() {}

    /** Newlines stay; what is too long is cut. */
    public static String text(String sent) {
        var shown = new StringBuilder();
        sent.codePoints().limit(LONGEST).forEach(c -> append(shown, c));
        return sent.codePointCount(0, sent.length()) > LONGEST
                ? shown.append("...").toString()
                : shown.toString();
    }

    private static void append(StringBuilder shown, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    shown.append(c == '\n' ? "\n" : "\\u%04x".formatted(c));
            default -> shown.appendCodePoint(c);
        }
    }
}
