package naru.compile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import naru.model.NetworkPolicy.AnyPort;
import naru.model.NetworkPolicy.NamedPort;
import naru.model.NetworkPolicy.Port;
import naru.model.NetworkPolicy.PortRange;

/**
 * The ports of a rule.
 *
 * @param fixed the same towards every peer
 * @param named what these are depends on the peer
 */
record RulePorts(List<PortSpan> fixed, List<PortName> named) {

    /** Ports at the pods that the policy selects, which call them so. */
    static RulePorts ingress(List<Port> ports, Function<PortName, SortedSet<Integer>> own) {
        RulePorts open = egress(ports);
        Set<PortSpan> spans = new LinkedHashSet<>(open.fixed);
        open.named.forEach(name -> addAll(spans, name, own.apply(name)));
        return new RulePorts(List.copyOf(spans), List.of());
    }

    /** Ports at the peer. */
    static RulePorts egress(List<Port> ports) {
        if (ports.isEmpty()) {
            return new RulePorts(List.of(PortSpan.ANY), List.of());
        }
        Set<PortSpan> fixed = new LinkedHashSet<>();
        Set<PortName> named = new LinkedHashSet<>();
        for (Port port : ports) {
            int protocol = port.protocol().number();
            switch (port.match()) {
                case AnyPort() -> fixed.add(PortSpan.all(protocol));
                case PortRange(int first, int last) -> fixed.addAll(range(protocol, first, last));
                case NamedPort(String name) -> named.add(new PortName(name, port.protocol()));
            }
        }
        return new RulePorts(List.copyOf(fixed), List.copyOf(named));
    }

    /** There is no port 0, so that 1 to 65535 is all of them: one entry and not sixteen. */
    private static List<PortSpan> range(int protocol, int first, int last) {
        return first <= 1 && last == 65535
                ? List.of(PortSpan.all(protocol))
                : PortSpan.range(protocol, first, last);
    }

    /** Those that a peer's names stand for, without the fixed ones. */
    List<PortSpan> named(Identity peer) {
        Set<PortSpan> spans = new LinkedHashSet<>();
        named.forEach(name -> addAll(spans, name, peer.labels().ports(name)));
        return List.copyOf(spans);
    }

    /** All that are open towards a peer. */
    List<PortSpan> towards(Identity peer) {
        if (named.isEmpty()) {
            return fixed;
        }
        List<PortSpan> all = new ArrayList<>(fixed);
        named(peer).stream().filter(span -> !fixed.contains(span)).forEach(all::add);
        return all;
    }

    private static void addAll(Set<PortSpan> spans, PortName name, SortedSet<Integer> numbers) {
        numbers.forEach(number -> spans.add(PortSpan.single(name.protocol().number(), number)));
    }
}
