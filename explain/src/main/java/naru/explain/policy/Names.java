package naru.explain.policy;

import java.util.List;
import java.util.stream.Collectors;
import naru.compile.Compiler;
import naru.compile.Decision.Candidate;
import naru.compile.Identity;
import naru.compile.LabelSet;
import naru.compile.NearRule;
import naru.compile.PolicyKey;
import naru.compile.PortSpan;
import naru.compile.ReservedIdentity;
import naru.model.ObjectKey;

/** Numbers as people read them. */
public final class Names {

    private Names() {}

    /** {@code host (1)}, {@code 15435 (argocd: app=redis)}. */
    public static String identity(Compiler cluster, int number) {
        return ReservedIdentity.isPod(number)
                ? Integer.toUnsignedString(number) + " (" + labels(cluster, number) + ")"
                : Identity.text(number) + " (" + number + ")";
    }

    /** {@code host}, {@code argocd: app=redis}. */
    public static String labels(Compiler cluster, int number) {
        return ReservedIdentity.isPod(number)
                ? cluster.identity(number).map(i -> labels(i.labels())).orElse("labels unknown")
                : Identity.text(number);
    }

    private static String labels(LabelSet set) {
        String own =
                set.labels().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(","));
        return set.namespace() + ": " + (own.isEmpty() ? "no labels" : own);
    }

    /** {@code argocd/redis}. */
    public static String object(ObjectKey key) {
        return key.namespace().isEmpty() ? key.name() : key.namespace() + "/" + key.name();
    }

    /** A policy entry in the columns of {@code naru bpf policy get -n}. */
    public static String entry(Candidate candidate) {
        PolicyKey key = candidate.key();
        String verdict =
                switch (candidate.entry().verdict()) {
                    case ALLOW -> "Allow";
                    case DENY -> "Deny";
                    case PASS -> "Pass";
                };
        String direction =
                switch (key.direction()) {
                    case INGRESS -> "Ingress";
                    case EGRESS -> "Egress";
                };
        return verdict
                + " "
                + direction
                + " "
                + Integer.toUnsignedString(key.identity())
                + (key.blockSet() == 0
                        ? ""
                        : " block-set " + Integer.toUnsignedString(key.blockSet()))
                + " "
                + ports(new PortSpan(key.protocol(), key.port(), key.portPrefix()))
                + " (policy set "
                + Integer.toUnsignedString(key.policySet())
                + ", rule "
                + Integer.toUnsignedString(candidate.entry().rule())
                + ")";
    }

    /** {@code ANY}, {@code TCP}, {@code 8082/TCP}, {@code 8080-8083/TCP}. */
    public static String ports(PortSpan span) {
        if (span.protocol() == 0) {
            return "ANY";
        }
        String protocol =
                switch (span.protocol()) {
                    case 1 -> "ICMP";
                    case 6 -> "TCP";
                    case 17 -> "UDP";
                    case 132 -> "SCTP";
                    default -> Integer.toString(span.protocol());
                };
        if (span.prefix() == 0) {
            return protocol;
        }
        return span.port() == span.last()
                ? span.port() + "/" + protocol
                : span.port() + "-" + span.last() + "/" + protocol;
    }

    /** A rule that nearly let something through, and in what it differs. */
    public static String closest(NearRule near) {
        String differences =
                near.differences().stream()
                        .map(
                                difference ->
                                        switch (difference) {
                                            case PORT -> "the port";
                                            case PROTOCOL -> "the protocol";
                                            case PEER -> "the peer";
                                        })
                        .collect(Collectors.joining(" and "));
        String opens = ports(near.ports());
        return near.rule().origin()
                + ", which differs in "
                + differences
                + (opens.isEmpty() ? "" : ": it opens " + opens);
    }

    private static String ports(List<PortSpan> spans) {
        String some = spans.stream().limit(6).map(Names::ports).collect(Collectors.joining(", "));
        return spans.size() > 6 ? some + " …" : some;
    }
}
