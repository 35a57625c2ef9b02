package naru.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text as the tree that Jackson's mapper would make of it, by its parser alone, and writes
 * it again: a command ends before a mapper is made (decision 100).
 */
final class PlainTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PlainTree() {}

    /** The tree; {@code null} if it is for the mapper to say what is wrong with the text. */
    static @Nullable JsonNode of(JsonFactory factory, String text) {
        try (JsonParser parser = factory.createParser(text)) {
            JsonToken first = parser.nextToken();
            JsonNode tree = first == null ? null : value(parser, first);
            return parser.nextToken() == null ? tree : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** No deeper than the parser goes. */
    private static JsonNode value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IOException("no value begins with " + token);
        };
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            object.set(name, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            array.add(value(parser, token));
        }
        return array;
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    /** Writes a tree as the mapper would. */
    static void write(JsonNode tree, JsonGenerator to) throws IOException {
        if (tree instanceof ObjectNode object) {
            to.writeStartObject();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                to.writeFieldName(field.getKey());
                write(field.getValue(), to);
            }
            to.writeEndObject();
        } else if (tree instanceof ArrayNode array) {
            to.writeStartArray();
            for (JsonNode element : array) {
                write(element, to);
            }
            to.writeEndArray();
        } else if (tree.isNull()) {
            to.writeNull();
        } else {
            tree.serialize(to, null); // a scalar of ours needs no settings
        }
    }
}
