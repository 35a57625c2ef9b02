package naru.watch.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import naru.watch.document.DocumentText.SyntaxError;
import org.jspecify.annotations.Nullable;

/** JSON values, one after the other. */
final class JsonText {

    /** Where something began: {@code [Source: …; line: 3, column: 5]}. */
    private static final Pattern PLACE =
            Pattern.compile("\\[Source: [^;]*; line: (\\d+), column: \\d+]");

    private static final Pattern INNARDS = Pattern.compile(", from `[^`]*`");

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DocumentText.MAX_DEPTH)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .build();

    private JsonText() {}

    static DocumentText parse(String text) {
        List<Document> documents = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(text)) {
            for (int index = 0; parser.nextToken() != null; index++) {
                int line = parser.currentTokenLocation().getLineNr();
                JsonNode root = MAPPER.readTree(parser);
                if (!root.isNull()) {
                    documents.add(new JsonDocument(text, index, line, root));
                }
            }
            return new DocumentText(documents, Optional.empty());
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            return new DocumentText(
                    documents, Optional.of(new SyntaxError(line, "is not JSON: " + reason(e))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The library's words, without those about itself. */
    private static String reason(JsonProcessingException e) {
        String first = e.getOriginalMessage().lines().findFirst().orElse("");
        return INNARDS.matcher(PLACE.matcher(first).replaceAll("line $1")).replaceAll("");
    }

    /** Finds lines only when they are asked for, which is rare, but then for all fields at once. */
    private static final class JsonDocument implements Document {

        private final String text;
        private final int index;
        private final int firstLine;
        private final JsonNode root;
        private @Nullable JsonLines lines;

        JsonDocument(String text, int index, int firstLine, JsonNode root) {
            this.text = text;
            this.index = index;
            this.firstLine = firstLine;
            this.root = root;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public JsonNode root() {
            return root;
        }

        @Override
        public int line(FieldPath path) {
            return path.isRoot() ? firstLine : lines().find(path).line();
        }

        private JsonLines lines() {
            if (lines == null) {
                try (JsonParser parser = MAPPER.createParser(text)) {
                    for (int skipped = 0;
                            parser.nextToken() != null && skipped < index;
                            skipped++) {
                        parser.skipChildren();
                    }
                    lines = JsonLines.read(parser);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return lines;
        }
    }
}
