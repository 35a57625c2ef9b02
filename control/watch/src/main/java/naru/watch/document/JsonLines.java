package naru.watch.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * On which line, from 1, a JSON value and all that is in it begin.
 *
 * @param fields empty unless it is an object
 * @param elements empty unless it is an array
 */
record JsonLines(int line, Map<String, JsonLines> fields, List<JsonLines> elements) {

    /** Reads the value that the parser has just begun, to its end. */
    static JsonLines read(JsonParser parser) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        Map<String, JsonLines> fields = Map.of();
        List<JsonLines> elements = List.of();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            fields = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, read(parser));
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(read(parser));
            }
        }
        return new JsonLines(line, fields, elements);
    }

    /** Of what a path leads to, or of the nearest thing around it. */
    JsonLines find(FieldPath path) {
        if (path.isRoot()) {
            return this;
        }
        JsonLines around = find(path.parent());
        JsonLines found = around.part(path);
        return found == null ? around.withoutParts() : found;
    }

    private @Nullable JsonLines part(FieldPath step) {
        String name = step.name();
        if (name != null) {
            return fields.get(name);
        }
        return step.position() < elements.size() ? elements.get(step.position()) : null;
    }

    /** So that nothing below a missing field is found in what is around it. */
    private JsonLines withoutParts() {
        return new JsonLines(line, Map.of(), List.of());
    }
}
