package naru.cli.text;

import java.util.ArrayList;
import java.util.List;
import naru.wire.AgentReplies.MonitorEvent;

/**
 * Events of the datapath in the line formats that people know from {@code cilium monitor}. A
 * second, indented line says which policy and rule decided.
 */
public final class MonitorText {

    private final Paint paint;
    private final boolean verbose;
    private final boolean nodes;

    /**
     * @param verbose also says the names of both ends, the device and the time
     * @param nodes also says the node; for events of several
     */
    public MonitorText(Paint paint, boolean verbose, boolean nodes) {
        this.paint = paint;
        this.verbose = verbose;
        this.nodes = nodes;
    }

    /** One event as one or more lines. */
    public List<String> lines(MonitorEvent event) {
        List<String> lines = new ArrayList<>();
        if (event.lost() > 0) {
            lines.add(paint.paint(Tone.BAD, "xx " + event.lost() + " events lost before this one"));
        }
        String line =
                switch (event.type()) {
                    case "policy-verdict" -> verdict(event);
                    case "drop" -> drop(event);
                    default -> trace(event);
                };
        lines.add(paint.paint(tone(event), line));
        String reason = reason(event);
        if (!reason.isEmpty()) {
            lines.add(paint.paint(Tone.FAINT, "   " + reason));
        }
        if (verbose) {
            lines.add(paint.paint(Tone.FAINT, "   " + details(event)));
        }
        return lines;
    }

    private static Tone tone(MonitorEvent event) {
        if (event.type().equals("drop") || event.verdict().equals("deny")) {
            return Tone.BAD;
        }
        return event.type().equals("policy-verdict") ? Tone.GOOD : Tone.PLAIN;
    }

    private static String verdict(MonitorEvent event) {
        boolean ingress = event.direction().equals("ingress");
        long remote = ingress ? event.sourceIdentity() : event.destinationIdentity();
        return "Policy verdict log: flow %s local EP ID %d, remote ID %s, proto %d, %s, action %s, match %s, %s"
                .formatted(
                        event.hash(),
                        event.endpoint(),
                        IdentityName.of(remote),
                        event.protocolNumber(),
                        event.direction(),
                        event.verdict(),
                        event.match(),
                        event.summary());
    }

    /**
     * The doubled comma is where an interface may stand; programs that read such lines expect it.
     */
    private static String drop(MonitorEvent event) {
        return "xx drop (%s) flow %s to endpoint %d, , identity %s: %s"
                .formatted(
                        event.reason(),
                        event.hash(),
                        event.endpoint(),
                        identities(event),
                        event.summary());
    }

    private static String trace(MonitorEvent event) {
        boolean toEndpoint = event.tracePoint().equals("to-endpoint");
        return "%s flow %s , identity %s state %s ifindex %s orig-ip %s: %s"
                .formatted(
                        arrow(event),
                        event.hash(),
                        identities(event),
                        event.state(),
                        event.device().isEmpty() ? event.ifindex() : event.device(),
                        toEndpoint ? event.source() : "0.0.0.0",
                        event.summary());
    }

    /** {@code to-stack} is {@code -> stack}, {@code from-network} is {@code <- network}. */
    private static String arrow(MonitorEvent event) {
        String point = event.tracePoint();
        String place = point.substring(point.indexOf('-') + 1);
        return (point.startsWith("from-") ? "<- " : "-> ")
                + (place.equals("endpoint") ? place + " " + event.endpoint() : place);
    }

    private static String identities(MonitorEvent event) {
        return IdentityName.of(event.sourceIdentity())
                + "->"
                + IdentityName.of(event.destinationIdentity());
    }

    private String reason(MonitorEvent event) {
        String at = nodes ? event.node() + ": " : "";
        if (!event.isolatedBy().isEmpty()) {
            return at
                    + "default-deny: "
                    + event.endpointPod()
                    + " is isolated for "
                    + event.direction()
                    + " by "
                    + String.join(", ", event.isolatedBy())
                    + ", and no rule of theirs matches";
        }
        if (!event.rules().isEmpty()) {
            String rules = String.join(", ", event.rules());
            // Not every entry comes of a rule: "no policy isolates egress" is a sentence already.
            return at + (rules.endsWith("]") ? "decided by " : "") + rules;
        }
        return nodes ? "at " + event.node() : "";
    }

    private static String details(MonitorEvent event) {
        return "%s %s -> %s, at %s (ifindex %d)"
                .formatted(
                        event.time(),
                        event.sourceName(),
                        event.destinationName(),
                        event.device().isEmpty() ? "?" : event.device(),
                        event.ifindex());
    }
}
