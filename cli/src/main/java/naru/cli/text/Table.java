package naru.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows under a line of titles, no wider than {@link #WIDTH} if the columns that may break allow.
 */
public final class Table {

    /** What a table fits into, in characters. */
    public static final int WIDTH = 120;

    private static final int NARROWEST = 14;
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /**
     * @param breaks whether a long cell may go on in a second line
     */
    public record Column(String title, boolean breaks) {

        public static Column of(String title) {
            return new Column(title, false);
        }

        public static Column breaking(String title) {
            return new Column(title, true);
        }
    }

    /** A piece of text and what it means. */
    public record Cell(String text, Tone tone) {

        public static Cell of(Object text) {
            return new Cell(text.toString(), Tone.PLAIN);
        }
    }

    /** Adds a row with one cell for each column. */
    public void add(List<Cell> row) {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException(
                    row.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(List.copyOf(row));
    }

    /** The table as lines. */
    public List<String> lines(Paint paint) {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        List<Cell> titles =
                columns.stream().map(column -> new Cell(column.title(), Tone.STRONG)).toList();
        addLines(lines, titles, widths, paint);
        for (List<Cell> row : rows) {
            addLines(lines, row, widths, paint);
        }
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int widest =
                    rows.stream().mapToInt(row -> longestLine(row.get(column))).max().orElse(0);
            widths[i] = Math.max(columns.get(i).title().length(), widest);
        }
        int excess = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - WIDTH;
        while (excess-- > 0 && narrow(widths)) {
            // one character narrower
        }
        return widths;
    }

    private static int longestLine(Cell cell) {
        return cell.text().lines().mapToInt(String::length).max().orElse(0);
    }

    /** Takes one character from the widest column that may break. */
    private boolean narrow(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            if (columns.get(i).breaks() && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        if (widest < 0 || widths[widest] <= NARROWEST) {
            return false;
        }
        widths[widest]--;
        return true;
    }

    private void addLines(List<String> lines, List<Cell> row, int[] widths, Paint paint) {
        List<List<String>> broken = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            broken.add(Wrap.lines(row.get(i).text(), Math.max(1, widths[i])));
        }
        int height = broken.stream().mapToInt(List::size).max().orElse(1);
        for (int y = 0; y < height; y++) {
            StringBuilder line = new StringBuilder();
            int owed = 0; // blanks are only written when something follows them
            for (int x = 0; x < widths.length; x++) {
                String text = y < broken.get(x).size() ? broken.get(x).get(y) : "";
                if (!text.isEmpty()) {
                    line.repeat(' ', owed).append(paint.paint(row.get(x).tone(), text));
                    owed = 0;
                }
                owed += widths[x] - text.length() + GAP.length();
            }
            lines.add(line.toString());
        }
    }
}
