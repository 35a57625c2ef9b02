package naru.watch.manifest;

import java.util.ArrayList;
import java.util.List;
import naru.watch.document.Document;
import naru.watch.document.FieldPath;
import naru.watch.manifest.ManifestProblem.Severity;

/** Collects what is wrong with one object. */
final class Findings {

    private final String file;
    private final Document document;
    private final FieldPath base;
    private final List<ManifestProblem> problems = new ArrayList<>();
    private String object = "";
    private boolean failed;

    /**
     * @param base where in the document the object is: its root, or an element of a list
     */
    Findings(String file, Document document, FieldPath base) {
        this.file = file;
        this.document = document;
        this.base = base;
    }

    /** What problems found from now on call the object. */
    void name(String object) {
        this.object = object;
    }

    void error(FieldPath field, String message, String hint) {
        failed = true;
        add(Severity.ERROR, field, message, hint);
    }

    void error(FieldPath field, String message) {
        error(field, message, "");
    }

    void warning(FieldPath field, String message, String hint) {
        add(Severity.WARNING, field, message, hint);
    }

    void ignored(String message, String hint) {
        add(Severity.IGNORED, FieldPath.ROOT, message, hint);
    }

    private void add(Severity severity, FieldPath field, String message, String hint) {
        int line = document.line(field.under(base));
        problems.add(
                new ManifestProblem(severity, file, line, object, field.toString(), message, hint));
    }

    /** True if there was an error: what was read is not to be used. */
    boolean failed() {
        return failed;
    }

    List<ManifestProblem> problems() {
        return problems;
    }

    Place place() {
        return new Place(file, document.index(), document.line(base));
    }
}
