package naru.watch.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Makes the JSON trees of the documents of one YAML text. */
final class YamlTree {

    /**
     * Aliases may multiply a small text; more values than this on top of its length are refused.
     */
    private static final int MAX_EXTRA_VALUES = 100_000;

    private static final int MAX_DIGITS = 64;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int valuesLeft;

    /**
     * @param length of the text, in characters; without aliases it has no more values than that
     */
    YamlTree(int length) {
        valuesLeft = length + MAX_EXTRA_VALUES;
    }

    /** What is wrong with a YAML text that its grammar allows. */
    static final class Unusable extends MarkedYAMLException {
        Unusable(String problem, Mark mark) {
            super(null, null, problem, mark);
        }
    }

    JsonNode convert(Node node) {
        if (--valuesLeft < 0) {
            throw new Unusable("its aliases make too much of it", node.getStartMark());
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (!open.add(node)) {
            throw new Unusable("an alias stands inside of what it stands for", node.getStartMark());
        }
        if (open.size() > DocumentText.MAX_DEPTH) {
            throw new Unusable(
                    "is nested deeper than " + DocumentText.MAX_DEPTH, node.getStartMark());
        }
        JsonNode tree =
                node instanceof SequenceNode list ? list(list) : mapping((MappingNode) node);
        open.remove(node);
        return tree;
    }

    private ArrayNode list(SequenceNode node) {
        ArrayNode list = JSON.arrayNode(node.getValue().size());
        node.getValue().forEach(element -> list.add(convert(element)));
        return list;
    }

    private ObjectNode mapping(MappingNode node) {
        ObjectNode mapping = JSON.objectNode();
        for (NodeTuple field : node.getValue()) {
            if (isMerge(field)) {
                continue;
            }
            String key = key(field.getKeyNode());
            if (mapping.has(key)) {
                throw new Unusable(
                        "key \"" + key + "\" is there twice", field.getKeyNode().getStartMark());
            }
            mapping.set(key, convert(field.getValueNode()));
        }
        for (NodeTuple field : node.getValue()) {
            if (isMerge(field)) {
                merge(mapping, field.getValueNode());
            }
        }
        return mapping;
    }

    private static boolean isMerge(NodeTuple field) {
        return field.getKeyNode().getTag().equals(Tag.MERGE);
    }

    /** Keys that are there already win, then those of the first mapping in the list. */
    private void merge(ObjectNode into, Node value) {
        List<Node> sources = value instanceof SequenceNode list ? list.getValue() : List.of(value);
        for (Node source : sources) {
            if (!(convert(source) instanceof ObjectNode mapping)) {
                throw new Unusable("<< takes a mapping or a list of them", source.getStartMark());
            }
            mapping.properties()
                    .forEach(field -> into.putIfAbsent(field.getKey(), field.getValue()));
        }
    }

    private static String key(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new Unusable("a key must be a scalar", node.getStartMark());
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)
                && (YamlScalars.TRUE.contains(text) || YamlScalars.FALSE.contains(text))) {
            return JSON.booleanNode(YamlScalars.TRUE.contains(text));
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(text.replace("_", ""), node);
        }
        return JSON.textNode(text);
    }

    private static JsonNode number(String text, ScalarNode node) {
        try {
            if (node.getTag().equals(Tag.INT) && text.length() <= MAX_DIGITS) {
                BigInteger value = integer(text);
                return value.bitLength() < 32
                        ? JSON.numberNode(value.intValue())
                        : value.bitLength() < 64
                                ? JSON.numberNode(value.longValue())
                                : JSON.numberNode(value);
            }
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return JSON.numberNode(value);
            }
        } catch (NumberFormatException e) {
            // Said below: what is not a number after all is refused like infinity.
        }
        throw new Unusable(text + " is not a number that JSON knows", node.getStartMark());
    }

    private static BigInteger integer(String text) {
        boolean negative = text.startsWith("-");
        String digits =
                (negative || text.startsWith("+") ? text.substring(1) : text)
                        .toLowerCase(Locale.ROOT);
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            radix =
                    switch (digits.charAt(1)) {
                        case 'x' -> 16;
                        case 'b' -> 2;
                        default -> 8;
                    };
            digits = digits.substring(Character.isDigit(digits.charAt(1)) ? 1 : 2);
        }
        BigInteger value = new BigInteger(digits, radix);
        return negative ? value.negate() : value;
    }
}
