package naru.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import naru.wire.Json;

/** A report for programs. Fields may be added, none taken away. */
public final class JsonText {

    private static final int VERSION = 1;

    private JsonText() {}

    /** The report as one document. */
    public static List<String> of(Report report) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(report);
        document.put("version", VERSION);
        JsonNode results = document.path("results");
        for (int i = 0; i < results.size(); i++) {
            ((ObjectNode) results.path(i)).put("verdict", report.results().get(i).verdict());
        }
        return List.of(Json.pretty(document));
    }
}
