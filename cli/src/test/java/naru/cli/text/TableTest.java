package naru.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.cli.text.Table.Cell;
import naru.cli.text.Table.Column;
import org.junit.jupiter.api.Test;

class TableTest {

    private static Table table(List<Column> columns, List<List<String>> rows) {
        Table table = new Table(columns);
        rows.forEach(row -> table.add(row.stream().map(Cell::of).toList()));
        return table;
    }

    @Test
    void columnsAreAsWideAsTheirWidestCellAndLinesHaveNoBlanksAtTheEnd() {
        Table table =
                table(
                        List.of(Column.of("ID"), Column.of("POD")),
                        List.of(List.of("7", "argocd/redis"), List.of("21133", "x")));
        assertThat(table.lines(Paint.NONE))
                .containsExactly("ID     POD", "7      argocd/redis", "21133  x");
    }

    @Test
    void aLongCellGoesOnInTheNextLineSoThatTheTableFits() {
        String labels = "app.kubernetes.io/name=argocd-server ".repeat(6).strip();
        Table table =
                table(
                        List.of(Column.of("ID"), Column.breaking("LABELS"), Column.of("STATE")),
                        List.of(List.of("7", labels, "ready")));
        List<String> lines = table.lines(Paint.NONE);
        assertThat(lines).hasSize(4).allMatch(line -> line.length() <= Table.WIDTH);
        assertThat(lines.get(1)).startsWith("7   app.").endsWith("ready");
        assertThat(lines.get(2)).startsWith("    app.");
        assertThat(String.join(" ", lines).split("argocd-server", -1)).hasSize(7);
    }

    @Test
    void aColumnThatMayNotBreakKeepsItsTextInOneLine() {
        String long_ = "x".repeat(150);
        Table table =
                table(
                        List.of(Column.of("A"), Column.breaking("B")),
                        List.of(List.of(long_, "y z")));
        assertThat(table.lines(Paint.NONE)).anyMatch(line -> line.contains(long_));
    }

    @Test
    void colorsDoNotChangeWhereColumnsBegin() {
        Table table = new Table(List.of(Column.of("STATE"), Column.of("POD")));
        table.add(List.of(new Cell("ready", Tone.GOOD), Cell.of("a/b")));
        List<String> plain = table.lines(Paint.NONE);
        List<String> colored = table.lines(new Paint(true));
        assertThat(colored.get(1)).isNotEqualTo(plain.get(1));
        assertThat(colored.stream().map(line -> line.replaceAll("\u001b\\[\\d+m", "")).toList())
                .isEqualTo(plain);
    }
}
