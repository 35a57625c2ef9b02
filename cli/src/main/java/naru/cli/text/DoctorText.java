package naru.cli.text;

import java.util.ArrayList;
import java.util.List;
import naru.wire.DoctorReply;
import naru.wire.DoctorReply.Finding;
import naru.wire.DoctorReply.State;

/** What the doctor says, for people: one line if all is well. */
public final class DoctorText {

    private static final int LABEL_WIDTH = 12;

    private DoctorText() {}

    public static List<String> lines(DoctorReply reply, Paint paint) {
        List<String> lines = new ArrayList<>();
        lines.add(summary(reply, paint));
        for (Finding finding : reply.findings()) {
            lines.add("");
            String headline = finding.check() + ": " + finding.symptom();
            Wrap.lines(headline, Table.WIDTH)
                    .forEach(line -> lines.add(paint.paint(Tone.BAD, line)));
            add(lines, paint, "where", finding.where());
            add(lines, paint, "evidence", finding.evidence());
            add(lines, paint, "cause", finding.cause());
            add(lines, paint, "fix", finding.fix());
        }
        return lines;
    }

    private static String summary(DoctorReply reply, Paint paint) {
        int found = reply.findings().size();
        String health =
                found == 0
                        ? paint.paint(Tone.GOOD, "healthy")
                        : paint.paint(Tone.BAD, found == 1 ? "1 finding" : found + " findings");
        return "%s%s: %s, %s"
                .formatted(
                        reply.node().isEmpty() ? "" : paint.paint(Tone.STRONG, reply.node()) + ": ",
                        health,
                        reply.checks().size() == 1 ? "1 check" : reply.checks().size() + " checks",
                        reply.version().isEmpty()
                                ? "made without the agent, " + endpoints(reply.state())
                                : state(reply.state()));
    }

    private static String endpoints(State state) {
        return state.endpoints() == 1 ? "1 endpoint" : state.endpoints() + " endpoints";
    }

    private static String state(State state) {
        List<String> parts = new ArrayList<>();
        parts.add(endpoints(state));
        parts.add(
                state.lastEventSeconds() < 0
                        ? "no event yet"
                        : "last event " + ago(state.lastEventSeconds()));
        parts.add(
                state.repairs() == 0
                        ? "no repairs"
                        : "%d repairs, last %s (%s)"
                                .formatted(
                                        state.repairs(),
                                        ago(state.lastRepairSeconds()),
                                        state.lastRepair()));
        return String.join(", ", parts);
    }

    private static String ago(long seconds) {
        if (seconds < 120) {
            return seconds + " s ago";
        }
        long minutes = seconds / 60;
        return minutes < 120 ? minutes + " min ago" : minutes / 60 + " h ago";
    }

    private static void add(List<String> lines, Paint paint, String label, String text) {
        if (text.isEmpty()) {
            return;
        }
        String shown = label;
        String gap = " ".repeat(Math.max(1, LABEL_WIDTH - 2 - label.length()));
        for (String line : Wrap.lines(text, Table.WIDTH - LABEL_WIDTH)) {
            lines.add("  " + paint.paint(Tone.FAINT, shown) + gap + line);
            shown = "";
            gap = " ".repeat(LABEL_WIDTH - 2);
        }
    }
}
