package naru.watch.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import naru.watch.document.Document;
import naru.watch.document.FieldPath;

/**
 * One object in a document, which may be a list of them.
 *
 * @param apiVersion empty if there is none; an element of a typed list has the list's
 * @param kind likewise
 */
record ManifestItem(JsonNode node, String apiVersion, String kind, Findings findings) {

    private static final String LIST = "List";
    private static final int MAX_LISTS = 5;

    /** The objects of all documents, in order; lists in lists too. */
    static List<ManifestItem> split(String file, List<Document> documents) {
        List<ManifestItem> items = new ArrayList<>();
        for (Document document : documents) {
            add(document.root(), "", "", FieldPath.ROOT, new Source(file, document), 0, items);
        }
        return items;
    }

    private record Source(String file, Document document) {}

    private static void add(
            JsonNode node,
            String listVersion,
            String listKind,
            FieldPath path,
            Source source,
            int depth,
            List<ManifestItem> items) {
        String version = textOr(node.path("apiVersion"), listVersion);
        String kind = textOr(node.path("kind"), listKind);
        Findings findings = new Findings(source.file(), source.document(), path);
        JsonNode elements = node.path("items");
        boolean none = elements.isMissingNode() || elements.isNull();
        if (!kind.endsWith(LIST) || !(none || elements.isArray()) || depth == MAX_LISTS) {
            items.add(new ManifestItem(node, version, kind, findings));
            return;
        }
        String element = kind.substring(0, kind.length() - LIST.length());
        String elementVersion = element.isEmpty() ? "" : version;
        for (int i = 0; i < elements.size(); i++) {
            FieldPath place = path.child("items").index(i);
            add(elements.get(i), elementVersion, element, place, source, depth + 1, items);
        }
    }

    private static String textOr(JsonNode node, String otherwise) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : otherwise;
    }
}
