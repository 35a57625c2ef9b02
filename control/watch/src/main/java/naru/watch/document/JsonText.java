package naru.watch.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.watch.document.DocumentText.SyntaxError;

/** JSON values, one after the other. */
final class JsonText {

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
                JsonNode root = MAPPER.readTree(parser);
                if (!root.isNull()) {
                    documents.add(new JsonDocument(text, index, root));
                }
            }
            return new DocumentText(documents, Optional.empty());
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            String message = e.getOriginalMessage().lines().findFirst().orElse("");
            return new DocumentText(
                    documents, Optional.of(new SyntaxError(line, "is not JSON: " + message)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks up lines only when asked: nearly nobody asks. */
    private record JsonDocument(String text, int index, JsonNode root) implements Document {

        @Override
        public int line(FieldPath path) {
            try (JsonParser parser = MAPPER.createParser(text)) {
                for (int skipped = 0; parser.nextToken() != null && skipped < index; skipped++) {
                    parser.skipChildren();
                }
                List<FieldPath> steps = new ArrayList<>();
                for (FieldPath step = path; !step.isRoot(); step = step.parent()) {
                    steps.addFirst(step);
                }
                int line = parser.currentTokenLocation().getLineNr();
                for (FieldPath step : steps) {
                    if (!enter(parser, step)) {
                        break;
                    }
                    line = parser.currentTokenLocation().getLineNr();
                }
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * Moves from the beginning of a value to that of one of its parts; false if it has no such
         * part.
         */
        private static boolean enter(JsonParser parser, FieldPath step) throws IOException {
            JsonToken wanted = step.name() == null ? JsonToken.START_ARRAY : JsonToken.START_OBJECT;
            if (parser.currentToken() != wanted) {
                return false;
            }
            for (int position = 0; !parser.nextToken().isStructEnd(); position++) {
                if (step.name() == null) {
                    if (position == step.position()) {
                        return true;
                    }
                } else {
                    boolean found = step.name().equals(parser.currentName());
                    parser.nextToken();
                    if (found) {
                        return true;
                    }
                }
                parser.skipChildren();
            }
            return false;
        }
    }
}
