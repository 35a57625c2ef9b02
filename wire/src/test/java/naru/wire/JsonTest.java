package naru.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The short way of reading and writing is the mapper's, and what is not plain goes the long way.
 */
class JsonTest {

    record Inner(String text, List<String> list) {}

    record Outer(
            int number,
            long big,
            double real,
            boolean flag,
            Inner inner,
            Map<String, Long> map,
            JsonNode tree) {}

    private static final String PLAIN =
            """
            {"number": -7, "big": 5000000000, "real": 0.5, "flag": true, "unknown": [1.5e300, null],
             "inner": {"text": "a\\u00e9\\n", "list": ["b", ""]}, "map": {"x": 1}, "tree": {"y": [{}, []]}}
            """;

    @Test
    void whatIsPlainNeedsNoMapper() throws JsonProcessingException {
        JsonNode tree = Json.parse(PLAIN);
        Outer read = PlainRecord.read(tree, Outer.class);
        assertThat(read).isNotNull().isEqualTo(Json.Mapper.MAPPER.readValue(PLAIN, Outer.class));
        assertThat(PlainRecord.tree(read.inner()))
                .isEqualTo(Json.Mapper.MAPPER.valueToTree(read.inner()));
        assertThat(PlainRecord.read(Json.parse("[" + PLAIN + "]"), Outer[].class))
                .containsExactly(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "",
                "[]",
                "7",
                "{",
                "{} {}",
                "{\"number\": 1, \"number\": 2}",
                "{\"number\": \"8\"}",
                "{\"number\": 1.5}",
                "{\"number\": 5000000000}",
                "{\"big\": 99999999999999999999}",
                "{\"real\": 1}",
                "{\"real\": \"x\"}",
                "{\"flag\": 1}",
                "{\"flag\": \"maybe\"}",
                "{\"inner\": null}",
                "{\"inner\": {}}",
                "{\"inner\": []}",
                "{\"inner\": {\"text\": null, \"list\": [null, \"a\"]}}",
                "{\"inner\": {\"text\": 7, \"list\": \"a\"}}",
                "{\"map\": {\"x\": null}}",
                "{\"map\": []}",
                "{\"tree\": null}",
                "{\"tree\": 1e400}"
            })
    void whatIsNotIsReadAsTheMapperReadsIt(String text) {
        assertThat(outcome(() -> Json.read(text, Outer.class)))
                .isEqualTo(outcome(() -> mapped(text)));
    }

    private static Outer mapped(String text) throws JsonProcessingException {
        try {
            Outer read = Json.Mapper.MAPPER.readValue(text, Outer.class);
            if (read == null) {
                throw Unreadable.nothing();
            }
            return read;
        } catch (Unreadable e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw Unreadable.because(e);
        }
    }

    private interface Reading {
        Object read() throws JsonProcessingException;
    }

    private static String outcome(Reading reading) {
        try {
            return reading.read().toString();
        } catch (JsonProcessingException e) {
            return e.getOriginalMessage();
        }
    }

    @Test
    void treesAreWrittenAsTheMapperWritesThem() throws JsonProcessingException {
        JsonNode tree = Json.parse(PLAIN);
        assertThat(Json.line(tree)).isEqualTo(Json.Mapper.MAPPER.writeValueAsString(tree));
        assertThat(Json.pretty(tree))
                .isEqualTo(
                        Json.Mapper.MAPPER
                                .writerWithDefaultPrettyPrinter()
                                .writeValueAsString(tree));
    }
}
