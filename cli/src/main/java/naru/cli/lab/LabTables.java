package naru.cli.lab;

import java.util.List;
import naru.cli.text.Paint;
import naru.cli.text.Table;
import naru.cli.text.Table.Cell;
import naru.cli.text.Table.Column;
import naru.cli.text.Tone;
import naru.wire.LabReplies.AgentPlace;
import naru.wire.LabReplies.NodeRow;
import naru.wire.LabReplies.PodRow;

/** What is in a lab, as tables. */
final class LabTables {

    private LabTables() {}

    static List<String> nodes(NodeRow[] rows, Paint paint) {
        Table table =
                new Table(
                        List.of(
                                Column.of("NAME"),
                                Column.of("KIND"),
                                Column.breaking("ADDRESS"),
                                Column.breaking("POD RANGE"),
                                Column.of("AGENT"),
                                Column.of("NETNS")));
        for (NodeRow row : rows) {
            table.add(
                    List.of(
                            Cell.of(row.name()),
                            Cell.of(row.kind()),
                            Cell.of(String.join(" ", row.ips())),
                            Cell.of(orDash(String.join(" ", row.podCIDRs()))),
                            agent(row.agent()),
                            Cell.of(row.netns())));
        }
        return table.lines(paint);
    }

    private static Cell agent(@org.jspecify.annotations.Nullable AgentPlace agent) {
        if (agent == null) {
            return Cell.of("-");
        }
        Long pid = agent.pid();
        return pid == null ? new Cell("down", Tone.BAD) : Cell.of("process " + pid);
    }

    static List<String> pods(PodRow[] rows, Paint paint) {
        Table table =
                new Table(
                        List.of(
                                Column.breaking("POD"),
                                Column.of("NODE"),
                                Column.of("ADDRESS"),
                                Column.of("READY"),
                                Column.of("PHASE"),
                                Column.of("RESTARTS"),
                                Column.of("ENDPOINT"),
                                Column.of("IDENTITY"),
                                Column.breaking("REMARK")));
        for (PodRow row : rows) {
            Integer endpoint = row.endpoint();
            Long identity = row.identity();
            table.add(
                    List.of(
                            Cell.of(row.namespace() + "/" + row.name()),
                            Cell.of(row.node()),
                            Cell.of(orDash(row.ip())),
                            new Cell(
                                    row.ready() ? "yes" : "no", row.ready() ? Tone.GOOD : Tone.BAD),
                            Cell.of(row.phase()),
                            Cell.of(row.restarts()),
                            Cell.of(endpoint == null ? "-" : endpoint),
                            Cell.of(identity == null ? "-" : identity),
                            Cell.of(row.reason())));
        }
        return table.lines(paint);
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
