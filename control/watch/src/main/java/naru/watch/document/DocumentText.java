package naru.watch.document;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A text as documents.
 *
 * @param documents those before the error, if there is one; empty documents are left out
 */
public record DocumentText(List<Document> documents, Optional<SyntaxError> error) {

    /** Longer texts are refused, in characters. */
    public static final int MAX_LENGTH = 64 << 20;

    static final String TOO_LARGE = "is larger than " + (MAX_LENGTH >> 20) + " MiB";

    /** Deeper nesting is refused. */
    static final int MAX_DEPTH = 100;

    public DocumentText {
        documents = List.copyOf(documents);
    }

    /**
     * Why a text can't be read.
     *
     * @param line from 1; 0 if it concerns the whole text
     */
    public record SyntaxError(int line, String message) {}

    /**
     * Reads YAML or JSON. A text that begins with a brace is tried as JSON first, as kubectl does;
     * one that is named {@code .json} is nothing else.
     */
    public static DocumentText parse(String file, String text) {
        if (text.length() > MAX_LENGTH) {
            return failed(0, TOO_LARGE);
        }
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (file.endsWith(".json")) {
            return JsonText.parse(body);
        }
        String start = body.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            DocumentText json = JsonText.parse(body);
            if (json.error.isEmpty()) {
                return json;
            }
        }
        return YamlText.parse(body);
    }

    /** Reads a file. */
    public static DocumentText read(Path file) {
        return FileText.read(file).documents(file.toString());
    }

    /** What there is to say of a text that isn't one. */
    public static DocumentText failed(int line, String message) {
        return new DocumentText(List.of(), Optional.of(new SyntaxError(line, message)));
    }
}
