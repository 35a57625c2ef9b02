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
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** JSON as it passes over the sockets. */
public final class Json {

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .build();

    /** Made when it is needed, which commands can't wait for (decision 100). */
    static final class Mapper {

        private static final JsonSetter.Value NEVER_NULL =
                JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.SKIP);

        /** Texts, lists and maps that are missing or null are empty; null elements are left out. */
        static final ObjectMapper MAPPER =
                JsonMapper.builder(FACTORY)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .withConfigOverride(String.class, o -> o.setSetterInfo(NEVER_NULL))
                        .withConfigOverride(List.class, o -> o.setSetterInfo(NEVER_NULL))
                        .withConfigOverride(SortedMap.class, o -> o.setSetterInfo(NEVER_NULL))
                        .withConfigOverride(Map.class, o -> o.setSetterInfo(NEVER_NULL))
                        .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                        .build();
    }

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
        T plain = PlainRecord.read(tree, type);
        return plain != null ? plain : read(() -> Mapper.MAPPER.treeToValue(tree, type));
    }

    /** A text as a record. */
    public static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        JsonNode tree = PlainTree.of(FACTORY, text);
        T plain = tree == null ? null : PlainRecord.read(tree, type);
        return plain != null ? plain : read(() -> Mapper.MAPPER.readValue(text, type));
    }

    /** A record as a tree. */
    public static JsonNode tree(@Nullable Object value) {
        JsonNode plain = PlainRecord.tree(value);
        return plain != null ? plain : Mapper.MAPPER.valueToTree(value);
    }

    /** A record as one line, without the newline. */
    public static String line(Object value) throws JsonProcessingException {
        return value instanceof JsonNode tree
                ? written(tree, false)
                : Mapper.MAPPER.writeValueAsString(value);
    }

    /** A record as one line with its newline. The stream stays open. */
    public static void writeLine(OutputStream to, Object value) throws IOException {
        try (JsonGenerator out = Mapper.MAPPER.createGenerator(to)) {
            Mapper.MAPPER.writeValue(out, value);
            out.writeRaw('\n');
        }
    }

    /** A text as a tree. */
    public static JsonNode parse(String text) throws JsonProcessingException {
        JsonNode plain = PlainTree.of(FACTORY, text);
        return plain != null ? plain : read(() -> Mapper.MAPPER.readTree(text));
    }

    /** A tree as indented text, for people and files. */
    public static String pretty(JsonNode tree) throws JsonProcessingException {
        return written(tree, true);
    }

    private static String written(JsonNode tree, boolean pretty) throws JsonProcessingException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            if (pretty) {
                out.useDefaultPrettyPrinter();
            }
            PlainTree.write(tree, out);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no file
        }
        return text.toString();
    }
}
