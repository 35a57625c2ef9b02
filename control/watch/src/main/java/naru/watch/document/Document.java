package naru.watch.document;

import com.fasterxml.jackson.databind.JsonNode;

/** One document of a text, whatever notation it is in. */
public interface Document {

    /** Position among the documents of the text, from 0. */
    int index();

    /** What it says. */
    JsonNode root();

    /**
     * The line, from 1, of a field, or of the nearest thing around it if there is no such field.
     */
    int line(FieldPath path);
}
