package naru.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A report as it goes into a document. */
public final class MarkdownText {

    private MarkdownText() {}

    /** The report as lines. */
    public static List<String> of(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add("### `./naru bench " + report.section() + "`");
        lines.add("");
        lines.add(report.run().how() + "; " + report.run().where() + ".");
        if (report.results().stream().anyMatch(result -> result.twoCpus() != null)) {
            lines.add(TableText.TWO_CPUS);
        }
        for (String group : report.groups()) {
            List<Result> results = report.of(group);
            List<String> titles = Rows.titles(results);
            lines.addAll(List.of("", "**" + Heading.of(report, group) + "**", "", row(titles)));
            lines.add("|" + " --- |".repeat(titles.size()));
            Rows.of(results).forEach(row -> lines.add(row(row)));
        }
        addList(lines, "Proved before measuring:", report.proof());
        addList(lines, "Notes:", report.notes());
        addList(lines, "Skipped:", report.skipped());
        return lines;
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static void addList(List<String> lines, String title, List<String> items) {
        if (!items.isEmpty()) {
            lines.addAll(List.of("", title, ""));
            items.forEach(item -> lines.addAll(Paragraph.item(item)));
        }
    }
}
