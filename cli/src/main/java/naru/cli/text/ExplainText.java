package naru.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import naru.wire.ExplainReply;
import naru.wire.ExplainReply.Cause;
import naru.wire.ExplainReply.End;
import naru.wire.ExplainReply.Evidence;
import naru.wire.ExplainReply.Fix;
import naru.wire.ExplainReply.Hop;
import naru.wire.ExplainReply.Step;
import naru.wire.ExplainReply.Unseen;

/**
 * The answer of {@code explain} for people: outcome first, then the way, the causes, the change.
 */
public final class ExplainText {

    private static final int STEP_NAME_WIDTH = 18;

    private final Paint paint;
    private final List<String> lines = new ArrayList<>();

    private ExplainText(Paint paint) {
        this.paint = paint;
    }

    public static List<String> lines(ExplainReply reply, Paint paint) {
        ExplainText text = new ExplainText(paint);
        text.addOutcome(reply);
        for (int i = 0; i < reply.hops().size(); i++) {
            text.addHop(i + 1, reply.hops().get(i));
        }
        text.addCauses(reply.causes());
        text.addFixes(reply.fixes());
        text.addOthers(reply);
        return text.lines;
    }

    private void addOutcome(ExplainReply reply) {
        String outcome = reply.outcome().toUpperCase(Locale.ROOT).replace('-', ' ');
        Tone tone = reply.outcome().equals(ExplainReply.ALLOWED) ? Tone.GOOD : Tone.BAD;
        lines.add(paint.paint(tone, outcome) + "  " + paint.paint(Tone.STRONG, reply.question()));
        addWrapped("  ", reply.headline());
        if (!reply.outcome().equals(ExplainReply.USAGE)) {
            lines.add("");
            addWrapped("  from  ", end(reply.source()));
            addWrapped("  to    ", end(reply.destination()));
        }
    }

    private static String end(End end) {
        StringBuilder text = new StringBuilder(end.name().isEmpty() ? end.asked() : end.name());
        if (!end.address().isEmpty() && !end.address().contentEquals(text)) {
            text.append(' ').append(end.address());
        }
        if (!end.node().isEmpty() && !end.name().equals("node/" + end.node())) {
            text.append(" on ").append(end.node());
        }
        text.append(", identity ").append(end.identity());
        if (!end.identityName().isEmpty()) {
            text.append(" (").append(end.identityName()).append(')');
        }
        return text.toString();
    }

    private void addHop(int number, Hop hop) {
        lines.add("");
        boolean saysNode = hop.node().isEmpty() || hop.place().contains(hop.node());
        String place = saysNode ? hop.place() : hop.place() + " on " + hop.node();
        lines.add(number + ". " + place + "  " + verdict(hop.verdict(), hop.confidence()));
        hop.steps().forEach(this::addStep);
    }

    private String verdict(String verdict, String confidence) {
        Tone tone =
                switch (verdict) {
                    case "pass" -> Tone.GOOD;
                    case "drop" -> Tone.BAD;
                    default -> Tone.FAINT;
                };
        String sure = confidence.equals(ExplainReply.SEEN) ? "" : " (" + confidence + ")";
        return paint.paint(tone, verdict.toUpperCase(Locale.ROOT).replace('-', ' ') + sure);
    }

    private void addStep(Step step) {
        String mark =
                switch (step.verdict()) {
                    case "drop" -> "x ";
                    case "unknown" -> "? ";
                    default -> "  ";
                };
        if (step.name().length() < STEP_NAME_WIDTH) {
            String gap = " ".repeat(STEP_NAME_WIDTH - step.name().length());
            addWrapped("   " + mark + step.name() + gap, step.finding());
        } else {
            lines.add("   " + mark + step.name());
            addWrapped(" ".repeat("   x ".length() + STEP_NAME_WIDTH), step.finding());
        }
        String indent = " ".repeat("   x ".length() + STEP_NAME_WIDTH);
        addUnlessEmpty(indent + "rule: ", String.join(", ", step.decidedBy()));
        addUnlessEmpty(indent + "isolated by: ", String.join(", ", step.isolatedBy()));
        addUnlessEmpty(indent + "closest rule: ", step.closest());
        step.evidence().forEach(evidence -> addEvidence("       ", evidence));
    }

    private void addEvidence(String indent, Evidence evidence) {
        lines.add(paint.paint(Tone.FAINT, indent + evidence.source() + ":"));
        // Quoted as it was found: never broken, so that it can be searched for and compared.
        evidence.text().forEach(line -> lines.add(paint.paint(Tone.FAINT, indent + "  | " + line)));
    }

    private void addCauses(List<Cause> causes) {
        addTitle("Why", causes.isEmpty());
        addChain(causes);
    }

    private void addChain(List<Cause> causes) {
        String because = "";
        for (Cause cause : causes) {
            String sure =
                    cause.confidence().equals(ExplainReply.SEEN)
                            ? ""
                            : " (" + cause.confidence() + ")";
            addWrapped("  " + (because.isEmpty() ? "* " : "  "), because + cause.what() + sure);
            addUnlessEmpty("      at ", cause.where());
            cause.evidence().forEach(evidence -> addEvidence("      ", evidence));
            because = "because ";
        }
    }

    private void addFixes(List<Fix> fixes) {
        addTitle("What to change", fixes.isEmpty());
        for (Fix fix : fixes) {
            addWrapped("  * ", fix.what());
            fix.change().forEach(line -> lines.add("      " + line));
            fix.opens().forEach(opened -> addWrapped("    this also opens: ", opened));
        }
    }

    private void addOthers(ExplainReply reply) {
        addTitle("Also found", reply.findings().isEmpty());
        reply.findings().forEach(this::addChain);
        addTitle("Not seen", reply.unseen().isEmpty() && reply.askNodes().isEmpty());
        for (Unseen unseen : reply.unseen()) {
            String how = unseen.how().isEmpty() ? "" : "; to see it: " + unseen.how();
            addWrapped("  * ", unseen.what() + how);
        }
        if (!reply.askNodes().isEmpty()) {
            String nodes = String.join(", ", reply.askNodes());
            addWrapped("  * ", "what the agents of these nodes would see: " + nodes);
        }
    }

    private void addTitle(String title, boolean nothingFollows) {
        if (!nothingFollows) {
            lines.add("");
            lines.add(paint.paint(Tone.STRONG, title));
        }
    }

    private void addUnlessEmpty(String start, String text) {
        if (!text.isEmpty()) {
            addWrapped(start, text);
        }
    }

    /** Further lines are indented as far as the first one's start is long. */
    private void addWrapped(String start, String text) {
        String lead = start;
        for (String line : Wrap.lines(text, Table.WIDTH - start.length())) {
            lines.add((lead + line).stripTrailing());
            lead = " ".repeat(start.length());
        }
    }
}
