package naru.wire;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** JSON as it passes over the sockets. */
public final class Json {

    private static final JsonSetter.Value NEVER_NULL =
            JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.SKIP);

    /** Texts, lists and maps that are missing or null are empty; null elements are left out. */
    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                                    .build())
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .withConfigOverride(String.class, o -> o.setSetterInfo(NEVER_NULL))
                    .withConfigOverride(List.class, o -> o.setSetterInfo(NEVER_NULL))
                    .withConfigOverride(SortedMap.class, o -> o.setSetterInfo(NEVER_NULL))
                    .withConfigOverride(Map.class, o -> o.setSetterInfo(NEVER_NULL))
                    .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                    .build();

    private Json() {}

    /** How something is read. */
    private interface Reading<T> {
        @Nullable T read() throws JsonProcessingException;
    }

    private static <T> T read(Reading<T> reading) throws JsonProcessingException {
        T read;
        try {
            read = reading.read();
        } catch (JsonProcessingException e) {
            throw Unreadable.because(e);
        }
        if (read == null) {
            throw Unreadable.nothing();
        }
        return read;
    }

    /**
     * A tree as a record of {@link AgentRequests} or {@link AgentReplies}. Unknown fields are
     * skipped.
     *
     * @throws JsonProcessingException whose {@code getOriginalMessage} is for people
     */
    public static <T> T read(JsonNode tree, Class<T> type) throws JsonProcessingException {
        return read(() -> MAPPER.treeToValue(tree, type));
    }

    /** A text as a record. */
    public static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        return read(() -> MAPPER.readValue(text, type));
    }

    /** A record as a tree. */
    public static JsonNode tree(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    /** A record as one line, without the newline. */
    public static String line(Object value) throws JsonProcessingException {
        return MAPPER.writeValueAsString(value);
    }

    /** A record as one line with its newline. The stream stays open. */
    public static void writeLine(OutputStream to, Object value) throws IOException {
        try (JsonGenerator out = MAPPER.createGenerator(to)) {
            MAPPER.writeValue(out, value);
            out.writeRaw('\n');
        }
    }

    /** A text as a tree. */
    public static JsonNode parse(String text) throws JsonProcessingException {
        return read(() -> MAPPER.readTree(text));
    }

    /** A tree as indented text, for people and files. */
    public static String pretty(JsonNode tree) throws JsonProcessingException {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    }
}
