package naru.watch.manifest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One of equal values in place of all: thousands of pods have the same labels, and each manifest
 * brings its own copy of their texts. What was not seen for long may get another copy. Any thread.
 */
final class Shared {

    private static final int MOST = 65_536;

    private static final Shared TEXTS = new Shared();
    private static final Shared LABELS = new Shared();

    private final Map<Object, Object> values = new ConcurrentHashMap<>();

    private Shared() {}

    static String text(String text) {
        return (String) TEXTS.one(text);
    }

    static Map<String, String> labels(Map<String, String> labels) {
        Map<String, String> copy = new java.util.HashMap<>();
        labels.forEach((key, value) -> copy.put(text(key), text(value)));
        @SuppressWarnings("unchecked")
        Map<String, String> one = (Map<String, String>) LABELS.one(Map.copyOf(copy));
        return one;
    }

    private Object one(Object value) {
        if (values.size() > MOST) {
            values.clear();
        }
        Object known = values.putIfAbsent(value, value);
        return known == null ? value : known;
    }
}
