package naru.watch.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import naru.watch.document.FieldPath;
import naru.watch.document.Spelling;

/**
 * A value in a manifest, with the way to it. Asking it for a type that it isn't is an error in
 * {@link Findings} and gives what a missing value gives. Null is missing, as in the API server's
 * decoder.
 */
record Field(JsonNode node, FieldPath path, Findings findings) {

    boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    Field child(String name) {
        JsonNode child = node.isObject() ? node.path(name) : MissingNode.getInstance();
        return new Field(child, path.child(name), findings);
    }

    void error(String message) {
        findings.error(path, message);
    }

    void error(String message, String hint) {
        findings.error(path, message, hint);
    }

    void warning(String message, String hint) {
        findings.warning(path, message, hint);
    }

    /**
     * A mapping; if it is none, an empty one. Fields that aren't known are warned of, as kubectl's
     * default does.
     */
    Field mapping(Set<String> known) {
        if (!isPresent()) {
            return this;
        }
        if (!node.isObject()) {
            wrongType("a mapping");
            return new Field(MissingNode.getInstance(), path, findings);
        }
        node.fieldNames().forEachRemaining(name -> warnIfUnknown(name, known));
        return this;
    }

    private void warnIfUnknown(String name, Set<String> known) {
        if (!known.isEmpty() && !known.contains(name)) {
            findings.warning(
                    path.child(name),
                    "unknown field: it has no effect",
                    Spelling.didYouMean(name, known));
        }
    }

    /** The elements of a list; none if it is missing. */
    List<Field> elements() {
        if (!isPresent()) {
            return List.of();
        }
        if (!node.isArray()) {
            wrongType("a list");
            return List.of();
        }
        List<Field> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Field(node.get(i), path.index(i), findings));
        }
        return elements;
    }

    /** A mapping of strings to strings; a null value counts as an empty one. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        if (mapping(Set.of()).isPresent() && node.isObject()) {
            node.fieldNames()
                    .forEachRemaining(name -> texts.put(name, child(name).text().orElse("")));
        }
        return texts;
    }

    Optional<String> text() {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            wrongType("a string");
            return Optional.empty();
        }
        return Optional.of(node.textValue());
    }

    /** A text that keeps a rule; what breaks it is an error. Empty texts are missing ones. */
    Optional<String> name(Function<String, Optional<String>> rule) {
        Optional<String> text = text().filter(name -> !name.isEmpty());
        text.ifPresent(name -> check(name, rule));
        return text;
    }

    /** Holds a text against a rule. */
    void check(String text, Function<String, Optional<String>> rule) {
        rule.apply(text).ifPresent(broken -> error(quoted(text) + " " + broken));
    }

    boolean isTrue() {
        if (isPresent() && !node.isBoolean()) {
            wrongType("true or false");
        }
        return node.asBoolean(false);
    }

    OptionalInt integer() {
        if (!isPresent()) {
            return OptionalInt.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            wrongType("a whole number");
            return OptionalInt.empty();
        }
        return OptionalInt.of(node.intValue());
    }

    private void wrongType(String wanted) {
        String is =
                switch (node.getNodeType()) {
                    case STRING -> "the string " + quoted(node.textValue());
                    case NUMBER -> "the number " + node.asText();
                    case BOOLEAN -> "the boolean " + node.asText();
                    case ARRAY -> "a list";
                    case OBJECT, POJO -> "a mapping";
                    case NULL, MISSING, BINARY -> "nothing";
                };
        boolean quotes = wanted.equals("a string") && (node.isNumber() || node.isBoolean());
        error("must be " + wanted + ", but is " + is, quotes ? "put the value in quotes" : "");
    }

    /** A text as messages show it: long ones are cut. */
    static String quoted(String text) {
        return '"' + (text.length() > 80 ? text.substring(0, 77) + "..." : text) + '"';
    }
}
