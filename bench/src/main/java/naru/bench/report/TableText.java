package naru.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A report as people read it: at most 120 columns. */
public final class TableText {

    private static final String GAP = "  ";

    private TableText() {}

    /** The report as lines. */
    public static List<String> of(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add("bench " + report.section() + ": " + report.run().text());
        for (String group : report.groups()) {
            lines.add("");
            lines.add(Heading.of(report, group));
            List<Result> results = report.of(group);
            List<List<String>> rows = new ArrayList<>();
            rows.add(Rows.titles(results));
            rows.addAll(Rows.of(results));
            addAligned(lines, rows);
        }
        addList(lines, "Proved before measuring", report.proof());
        addList(lines, "Notes", report.notes());
        addList(lines, "Skipped", report.skipped());
        return lines;
    }

    private static void addAligned(List<String> lines, List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length()).append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
    }

    private static void addList(List<String> lines, String title, List<String> items) {
        if (!items.isEmpty()) {
            lines.add("");
            lines.add(title + ":");
            items.forEach(item -> lines.addAll(Paragraph.item(item)));
        }
    }
}
