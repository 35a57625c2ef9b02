package naru.agent.explain;

import java.util.List;
import java.util.Locale;
import naru.explain.Confidence;
import naru.explain.End;
import naru.explain.Explanation;
import naru.explain.Hop;
import naru.explain.Quote;
import naru.explain.Step;
import naru.explain.Verdict;
import naru.explain.cause.Cause;
import naru.model.Ipv4Address;
import naru.wire.AgentRequests;
import naru.wire.ExplainReply;

/** Explanations in the wire's words. */
final class ExplainWire {

    private ExplainWire() {}

    static ExplainReply reply(Explanation explanation) {
        return new ExplainReply(
                explanation.node(),
                explanation.question().toString(),
                end(explanation.question().source(), explanation.source()),
                end(explanation.question().destination(), explanation.destination()),
                explanation.question().protocolName(),
                explanation.question().port(),
                outcome(explanation.outcome()),
                explanation.headline(),
                explanation.hops().stream().map(ExplainWire::hop).toList(),
                explanation.causes().stream().map(ExplainWire::cause).toList(),
                explanation.fixes().stream()
                        .map(fix -> new ExplainReply.Fix(fix.what(), fix.change(), fix.opens()))
                        .toList(),
                explanation.findings().stream()
                        .map(chain -> chain.stream().map(ExplainWire::cause).toList())
                        .toList(),
                explanation.unseen().stream()
                        .map(gap -> new ExplainReply.Unseen(gap.what(), gap.how()))
                        .toList(),
                explanation.askNodes().stream().sorted().toList());
    }

    /** A question that can't be understood; the message says why. */
    static ExplainReply misuse(String node, AgentRequests.Explain asked, String message) {
        ExplainReply.End source = new ExplainReply.End(asked.source(), "", "", "", "", 0, "");
        ExplainReply.End destination =
                new ExplainReply.End(asked.destination(), "", "", "", "", 0, "");
        return new ExplainReply(
                node,
                asked.source() + " -> " + asked.destination(),
                source,
                destination,
                asked.protocol(),
                asked.port(),
                ExplainReply.USAGE,
                message,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static String outcome(Explanation.Outcome outcome) {
        return switch (outcome) {
            case ALLOWED -> ExplainReply.ALLOWED;
            case DENIED -> ExplainReply.DENIED;
            case CANNOT_TELL -> ExplainReply.CANNOT_TELL;
        };
    }

    private static ExplainReply.End end(End end, Explanation.Identified identified) {
        String kind =
                switch (end) {
                    case End.Pod _ -> "pod";
                    case End.Host _ -> "host";
                    case End.Outside _ -> "address";
                };
        return new ExplainReply.End(
                end.asked(),
                kind,
                end.name(),
                end.node(),
                end.address().map(Ipv4Address::toString).orElse(""),
                Integer.toUnsignedLong(identified.identity()),
                identified.name());
    }

    private static ExplainReply.Hop hop(Hop hop) {
        return new ExplainReply.Hop(
                hop.key(),
                hop.node(),
                hop.place(),
                verdict(hop.verdict()),
                confidence(hop.confidence()),
                hop.steps().stream().map(ExplainWire::step).toList());
    }

    private static ExplainReply.Step step(Step step) {
        return new ExplainReply.Step(
                step.name(),
                verdict(step.verdict()),
                step.finding(),
                step.decidedBy(),
                step.isolatedBy(),
                step.closest(),
                evidence(step.evidence()));
    }

    private static ExplainReply.Cause cause(Cause cause) {
        return new ExplainReply.Cause(
                cause.kind(),
                cause.sentence(),
                cause.where(),
                confidence(cause.confidence()),
                evidence(cause.evidence()));
    }

    private static List<ExplainReply.Evidence> evidence(List<Quote> quotes) {
        return quotes.stream()
                .map(quote -> new ExplainReply.Evidence(quote.source(), quote.lines()))
                .toList();
    }

    private static String verdict(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String confidence(Confidence confidence) {
        return confidence.name().toLowerCase(Locale.ROOT);
    }
}
