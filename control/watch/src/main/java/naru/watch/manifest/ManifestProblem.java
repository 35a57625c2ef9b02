package naru.watch.manifest;

import naru.wire.Shown;

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

    public ManifestProblem {
        object = Shown.line(object);
        field = Shown.line(field);
        message = Shown.line(message);
        hint = Shown.line(hint);
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
