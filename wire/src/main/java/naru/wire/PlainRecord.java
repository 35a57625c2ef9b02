package naru.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree as the record that Jackson's mapper would make of it, and the other way round, where
 * each component has a value of its own type. What the mapper does with others (what is missing,
 * null, or of another type) is left to it: it looks so closely at classes that a command ends
 * before it is ready (decision 100). For the same reason no {@code switch} looks at types here: the
 * JVM would make classes for it at each start.
 */
final class PlainRecord {

    private static final Map<Class<?>, PlainRecord> SEEN = new ConcurrentHashMap<>();

    private final RecordComponent[] components;
    private final Constructor<?> constructor;

    private PlainRecord(RecordComponent[] components, Constructor<?> constructor) {
        this.components = components;
        this.constructor = constructor;
        constructor.setAccessible(true);
        for (RecordComponent component : components) {
            component.getAccessor().setAccessible(true);
        }
    }

    private static PlainRecord of(Class<?> type) {
        return SEEN.computeIfAbsent(type, PlainRecord::look);
    }

    private static PlainRecord look(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            return new PlainRecord(components, type.getDeclaredConstructor(types));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " is a record", e);
        }
    }

    /** What the tree says, or {@code null} if it is for the mapper to say it. */
    static <T> @Nullable T read(JsonNode tree, Class<T> type) {
        return type.cast(value(tree, type));
    }

    private static @Nullable Object value(@Nullable JsonNode node, Type type) {
        if (node == null) {
            return null;
        }
        if (type instanceof ParameterizedType generic) {
            return container(node, generic);
        }
        if (type instanceof Class<?> single) {
            return single.isRecord()
                    ? record(node, single)
                    : single.isArray() ? array(node, single.componentType()) : scalar(node, single);
        }
        return null;
    }

    private static @Nullable Object scalar(JsonNode node, Class<?> type) {
        if (type == String.class) {
            return node.isTextual() ? node.textValue() : null;
        }
        if (type == int.class || type == Integer.class) {
            return node.isInt() ? (Object) node.intValue() : null;
        }
        if (type == long.class || type == Long.class) {
            return node.isInt() || node.isLong() ? (Object) node.longValue() : null;
        }
        if (type == double.class) {
            return node.isDouble() ? (Object) node.doubleValue() : null;
        }
        if (type == boolean.class) {
            return node.isBoolean() ? (Object) node.booleanValue() : null;
        }
        return type == JsonNode.class ? node : null;
    }

    private static @Nullable Object container(JsonNode node, ParameterizedType type) {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == List.class && node.isArray()) {
            return list(node, of[0]);
        }
        boolean isMap = type.getRawType() == Map.class && of[0] == String.class;
        return isMap && node.isObject() ? map(node, of[1]) : null;
    }

    private static @Nullable List<Object> list(JsonNode node, Type type) {
        List<Object> list = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            Object value = value(element, type);
            if (value == null) {
                return null;
            }
            list.add(value);
        }
        return list;
    }

    private static @Nullable Map<String, Object> map(JsonNode node, Type type) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Object value = value(entry.getValue(), type);
            if (value == null) {
                return null;
            }
            map.put(entry.getKey(), value);
        }
        return map;
    }

    private static @Nullable Object array(JsonNode node, Class<?> type) {
        List<Object> list = node.isArray() && type.isRecord() ? list(node, type) : null;
        return list == null ? null : list.toArray((Object[]) Array.newInstance(type, list.size()));
    }

    private static @Nullable Object record(JsonNode node, Class<?> type) {
        PlainRecord plain = of(type);
        Object[] values = new Object[plain.components.length];
        for (int i = 0; i < values.length; i++) {
            RecordComponent component = plain.components[i];
            Object value = value(node.get(component.getName()), component.getGenericType());
            if (value == null) {
                return null;
            }
            values[i] = value;
        }
        try {
            return plain.constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            return null; // such a record can't be; the mapper says so
        }
    }

    /** The tree of a value, or {@code null} if it is for the mapper to make it. */
    static @Nullable JsonNode tree(@Nullable Object value) {
        if (value instanceof Record record) {
            return object(record);
        }
        if (value instanceof List<?> list) {
            return array(list);
        }
        return value instanceof JsonNode node ? node : scalar(value);
    }

    private static @Nullable JsonNode scalar(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof String text) {
            return nodes.textNode(text);
        }
        if (value instanceof Integer number) {
            return nodes.numberNode(number.intValue());
        }
        if (value instanceof Long number) {
            return nodes.numberNode(number.longValue());
        }
        if (value instanceof Double number) {
            return nodes.numberNode(number.doubleValue());
        }
        if (value instanceof Boolean flag) {
            return nodes.booleanNode(flag);
        }
        return value == null ? nodes.nullNode() : null;
    }

    private static @Nullable ArrayNode array(List<?> list) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(list.size());
        for (Object element : list) {
            JsonNode node = tree(element);
            if (node == null) {
                return null;
            }
            array.add(node);
        }
        return array;
    }

    private static @Nullable ObjectNode object(Record record) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (RecordComponent component : of(record.getClass()).components) {
            try {
                JsonNode node = tree(component.getAccessor().invoke(record));
                if (node == null) {
                    return null;
                }
                object.set(component.getName(), node);
            } catch (ReflectiveOperationException e) {
                return null;
            }
        }
        return object;
    }
}
