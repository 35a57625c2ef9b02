package naru.watch.manifest;

/**
 * What is wrong with a manifest.
 *
 * @param line from 1; 0 if it concerns the file as a whole
 * @param object such as {@code NetworkPolicy shop/web}; empty if that can't be told
 * @param field such as {@code spec.ingress[0].from}; empty if it concerns the whole object
 * @param message what is wrong
 * @param hint what to do about it; may be empty
 */
public record ManifestProblem(
        Severity severity,
        String file,
        int line,
        String object,
        String field,
        String message,
        String hint) {

    private static final int LONGEST = 500;

    public ManifestProblem {
        object = shown(object);
        field = shown(field);
        message = shown(message);
        hint = shown(hint);
    }

    /** What a manifest holds is shown, never obeyed: not by a terminal, nor by who reads lines. */
    private static String shown(String text) {
        var shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .forEach(
                        c -> {
                            switch (Character.getType(c)) {
                                case Character.CONTROL,
                                        Character.FORMAT,
                                        Character.LINE_SEPARATOR,
                                        Character.PARAGRAPH_SEPARATOR,
                                        Character.SURROGATE ->
                                        shown.append("\\u%04x".formatted(c));
                                default -> shown.appendCodePoint(c);
                            }
                        });
        return text.codePointCount(0, text.length()) > LONGEST
                ? shown.append("...").toString()
                : shown.toString();
    }

    /** What follows from a problem. */
    public enum Severity {
        /** The object, or the text from there on, is refused. */
        ERROR,
        /** The object is taken; the API server would warn too. */
        WARNING,
        /** The object is of a kind that is not ours. */
        IGNORED
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** One line: {@code web.yaml:7: NetworkPolicy shop/web: spec.podSelector: …}. */
    @Override
    public String toString() {
        var text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        for (String part : new String[] {object, field, message}) {
            if (!part.isEmpty()) {
                text.append(": ").append(part);
            }
        }
        return hint.isEmpty()
                ? text.toString()
                : text.append(" (").append(hint).append(')').toString();
    }
}
