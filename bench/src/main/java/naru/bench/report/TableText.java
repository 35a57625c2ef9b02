package naru.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A report as people read it: at most 120 columns. */
public final class TableText {

    private static final String GAP = "  ";

    /** Before the tables. */
    static final String TWO_CPUS =
            "MEDIAN is CPU time with client and server on one CPU; 2 CPUS is time that passes, with a CPU for each.";

    private static final int WHAT = 0;
    private static final int UNIT = 3;

    private TableText() {}

    /** The report as lines. */
    public static List<String> of(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add("bench " + report.section() + ": " + report.run().how());
        lines.add("on: " + report.run().where());
        if (report.results().stream().anyMatch(result -> result.twoCpus() != null)) {
            lines.add(TWO_CPUS);
        }
        for (String group : report.groups()) {
            lines.add("");
            lines.add(Heading.of(report, group));
            List<Result> results = report.of(group);
            List<List<String>> rows = new ArrayList<>();
            rows.add(indented(Rows.titles(results)));
            for (List<String> row : Rows.of(results)) {
                if (!row.get(WHAT).isEmpty()) {
                    rows.add(List.of(row.get(WHAT) + ", " + row.get(UNIT)));
                }
                rows.add(indented(row));
            }
            addAligned(lines, rows);
        }
        addList(lines, "Proved before measuring", report.proof());
        addList(lines, "Notes", report.notes());
        addList(lines, "Skipped", report.skipped());
        return lines;
    }

    /** What is measured, and in what, has a line of its own. */
    private static List<String> indented(List<String> row) {
        List<String> cells = new ArrayList<>(row);
        cells.remove(UNIT);
        cells.remove(WHAT);
        cells.set(0, "  " + cells.getFirst());
        return cells;
    }

    private static void addAligned(List<String> lines, List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; row.size() > 1 && i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int left = Math.max(0, widths[i] - row.get(i).length());
                line.append(row.get(i)).repeat(' ', left).append(GAP);
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
