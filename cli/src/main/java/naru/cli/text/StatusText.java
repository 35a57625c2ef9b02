package naru.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import naru.wire.AgentReplies.Change;
import naru.wire.AgentReplies.Drops;
import naru.wire.AgentReplies.Forwarded;
import naru.wire.AgentReplies.MapUse;
import naru.wire.AgentReplies.Policy;
import naru.wire.AgentReplies.Problem;
import naru.wire.AgentReplies.Repair;
import naru.wire.AgentReplies.Repairs;
import naru.wire.AgentReplies.Status;

/** A node's status for people. */
public final class StatusText {

    private static final int LABEL_WIDTH = 16;

    private final Paint paint;
    private final List<String> lines = new ArrayList<>();

    private StatusText(Paint paint) {
        this.paint = paint;
    }

    public static List<String> lines(Status status, Paint paint) {
        StatusText text = new StatusText(paint);
        text.add("node", paint.paint(Tone.STRONG, status.node()) + ", naru " + status.version());
        text.add("manifests", revision(status));
        text.add("host identity", status.hostIdentity());
        text.add("attach", status.attach());
        text.add(
                "endpoints",
                "%d, with %d identities known".formatted(status.endpoints(), status.identities()));
        text.add(
                "addresses",
                "%s: %d used, %d free"
                        .formatted(
                                String.join(", ", status.addresses().podCidrs()),
                                status.addresses().used(),
                                status.addresses().free()));
        text.addPolicy(status.policy(), status.policySets());
        text.addEvents(status);
        text.add("forwarded", forwarded(status.forwarded()));
        text.addEach("dropped", status.drops().stream().map(StatusText::drops).toList());
        text.addEach("maps", status.maps().stream().map(StatusText::use).toList());
        text.addRepairs(status.repairs());
        text.addProblems(status.problems());
        return text.lines;
    }

    private static String revision(Status status) {
        return status.appliedRevision() == status.revision()
                ? "revision " + status.revision() + ", in force"
                : "revision %d, of which %d is in force"
                        .formatted(status.revision(), status.appliedRevision());
    }

    private void addPolicy(Policy policy, int sets) {
        add(
                "policy",
                "%d sets with %d entries, %s in the kernel; %s of objects in the agent"
                        .formatted(
                                sets,
                                policy.entries(),
                                size(policy.kernelBytes()),
                                size(policy.heapBytes())));
        add("", "last change: " + took(policy.lastChange()));
        add("", "slowest: " + took(policy.slowest()));
    }

    private static String took(Change change) {
        return change.compile() + change.write() == 0
                ? "none yet"
                : String.format(
                        Locale.ROOT,
                        "%.1f ms to compile, %.1f ms to write",
                        change.compile(),
                        change.write());
    }

    private static String size(long bytes) {
        return bytes < 10 << 20 ? (bytes + 1023) / 1024 + " KiB" : (bytes >> 20) + " MiB";
    }

    private void addEvents(Status status) {
        long lost = status.events().lost();
        String text = "%d read, %d lost".formatted(status.events().read(), lost);
        add("events", lost == 0 ? text : paint.paint(Tone.BAD, text));
        if (status.events().overLimit() > 0) {
            add(
                    "",
                    "of %d packets none: their endpoints had used up their share"
                            .formatted(status.events().overLimit()));
        }
    }

    private static String forwarded(Forwarded forwarded) {
        String all = "%d packets, %d bytes".formatted(forwarded.packets(), forwarded.bytes());
        return forwarded.packets() == 0
                ? all
                : String.format(
                        Locale.ROOT,
                        "%s; %.1f %% by their connection's entry alone",
                        all,
                        100.0 * forwarded.fast() / forwarded.packets());
    }

    private static String drops(Drops drops) {
        return "%s (%s): %d packets, %d bytes"
                .formatted(drops.reason(), drops.direction(), drops.packets(), drops.bytes());
    }

    private static String use(MapUse use) {
        long percent = use.maximum() == 0 ? 0 : use.entries() * 100 / use.maximum();
        return "%s: %d of %d entries (%d %%), %s"
                .formatted(use.name(), use.entries(), use.maximum(), percent, size(use.bytes()));
    }

    private void addRepairs(Repairs repairs) {
        if (repairs.count() == 0) {
            add("repairs", "none");
            return;
        }
        String kinds =
                repairs.byKind().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
        add("repairs", repairs.count() + ": " + kinds);
        if (!repairs.recent().isEmpty()) {
            Repair last = repairs.recent().getFirst();
            add("", "last: %s %s %s".formatted(last.time(), last.kind(), last.where()));
            addIfSaid("found", last.found());
            addIfSaid("done", last.done());
        }
    }

    private void addProblems(List<Problem> problems) {
        if (problems.isEmpty()) {
            add("problems", paint.paint(Tone.GOOD, "none"));
        }
        for (Problem problem : problems) {
            add("problem", paint.paint(Tone.BAD, problem.what()));
            addIfSaid("where", problem.where());
            addIfSaid("evidence", problem.evidence());
            addIfSaid("fix", problem.fix());
        }
    }

    private void addIfSaid(String label, String text) {
        if (!text.isEmpty()) {
            add("  " + label, text);
        }
    }

    private void addEach(String label, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            add(i == 0 ? label : "", texts.get(i));
        }
    }

    private void add(String label, String text) {
        for (String line : Wrap.lines(text, Table.WIDTH - LABEL_WIDTH)) {
            String gap = " ".repeat(LABEL_WIDTH - label.length());
            lines.add(paint.paint(Tone.FAINT, label) + gap + line);
            label = "";
        }
    }
}
