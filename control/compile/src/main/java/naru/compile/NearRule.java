package naru.compile;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A rule that did not let a packet through, and in what it differs from one that would.
 *
 * @param ports what it opens towards that peer
 */
public record NearRule(CompiledRule rule, Set<Difference> differences, List<PortSpan> ports) {

    /** In what a rule and a packet may differ. */
    public enum Difference {
        PORT,
        PROTOCOL,
        PEER
    }

    /** Fewest differences first; a wrong port is nearer than a wrong peer. */
    static final Comparator<NearRule> ORDER =
            Comparator.<NearRule>comparingInt(n -> n.differences.size())
                    .thenComparing(n -> n.differences.contains(Difference.PEER))
                    .thenComparing(n -> n.rule.origin());

    static NearRule of(CompiledRule rule, int identity, int blockSet, int protocol, int port) {
        Set<Difference> differences = EnumSet.noneOf(Difference.class);
        List<PortSpan> ports = rule.ports(identity);
        if (!rule.admitsPeer(identity, blockSet)) {
            differences.add(Difference.PEER);
        }
        if (ports.stream().noneMatch(span -> span.covers(protocol, port))) {
            boolean sameProtocol = ports.stream().anyMatch(span -> span.protocol() == protocol);
            differences.add(sameProtocol ? Difference.PORT : Difference.PROTOCOL);
        }
        return new NearRule(rule, differences, ports);
    }

    boolean sharesSomething() {
        return differences.size() < 2;
    }
}
