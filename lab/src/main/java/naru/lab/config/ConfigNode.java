package naru.lab.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** A part of a lab.yaml that knows where it stands. */
record ConfigNode(JsonNode tree, String path) {

    private static final String NAME = "[a-z0-9]([-a-z0-9.]*[a-z0-9])?";

    LabConfigException wrong(String message) {
        return new LabConfigException(path + ": " + message);
    }

    boolean isPresent() {
        return !tree.isMissingNode() && !tree.isNull();
    }

    boolean isFalse() {
        return tree.isBoolean() && !tree.booleanValue();
    }

    /** A field of this map. */
    ConfigNode field(String name) {
        return new ConfigNode(tree.path(name), path + "." + name);
    }

    /** Refuses what this map may not say. */
    ConfigNode only(String... known) throws LabConfigException {
        if (!tree.isObject()) {
            throw wrong("a map is needed here");
        }
        Set<String> unknown = new TreeSet<>();
        tree.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            String allowed = String.join(", ", new TreeSet<>(Set.of(known)));
            throw wrong("unknown key " + String.join(", ", unknown) + "; known are " + allowed);
        }
        return this;
    }

    List<ConfigNode> items() throws LabConfigException {
        if (isPresent() && !tree.isArray()) {
            throw wrong("a list is needed here");
        }
        List<ConfigNode> items = new ArrayList<>();
        for (JsonNode item : tree) {
            items.add(new ConfigNode(item, path + "[" + items.size() + "]"));
        }
        return items;
    }

    /** A map of scalars, as text. */
    Map<String, String> texts() throws LabConfigException {
        if (isPresent() && !tree.isObject()) {
            throw wrong("a map is needed here");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            texts.put(entry.getKey(), field(entry.getKey()).text());
        }
        return texts;
    }

    String text() throws LabConfigException {
        if (!tree.isValueNode() || tree.isNull()) {
            throw wrong(isPresent() ? "a text is needed here" : "this is needed");
        }
        return tree.asText();
    }

    Optional<String> optionalText() throws LabConfigException {
        return isPresent() ? Optional.of(text()) : Optional.empty();
    }

    String name() throws LabConfigException {
        String name = text();
        if (!name.matches(NAME) || name.length() > 63) {
            throw wrong("\"" + name + "\" is not a name of a-z, 0-9, - and .");
        }
        return name;
    }

    Optional<Integer> number(int least, int most) throws LabConfigException {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (!tree.isIntegralNumber()
                || !tree.canConvertToInt()
                || tree.intValue() < least
                || tree.intValue() > most) {
            throw wrong(tree.asText() + " is not a number from " + least + " to " + most);
        }
        return Optional.of(tree.intValue());
    }

    boolean flag(boolean otherwise) throws LabConfigException {
        if (isPresent() && !tree.isBoolean()) {
            throw wrong("true or false is needed here");
        }
        return isPresent() ? tree.booleanValue() : otherwise;
    }

    Ipv4Prefix prefix() throws LabConfigException {
        return parsed(Ipv4Prefix::parse);
    }

    Ipv4Address address() throws LabConfigException {
        return parsed(Ipv4Address::parse);
    }

    private <T> T parsed(Function<String, T> parser) throws LabConfigException {
        String text = text();
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }
}
