package naru.lab.scenario;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A row of the coverage table: a construct of NetworkPolicy, rules that use it, whom and what they
 * allow, and what comes next to that and is denied. The same rules are tried in both directions.
 */
final class Construct {

    static final int TCP_PORT = 8080;
    static final int UDP_PORT = 5300;

    /** Where a policy says which directions it isolates. */
    private enum Types {
        THE_CELL,
        THE_OTHER_DIRECTION,
        LEFT_OUT
    }

    private final String name;
    private final String rules;
    private Types types = Types.THE_CELL;
    private final Set<Transport> neverAllowed = EnumSet.noneOf(Transport.class);
    private final List<Trial> trials = new ArrayList<>();

    /**
     * @param rules in YAML's flow style; PEERS stands for {@code from} or {@code to}
     */
    Construct(String name, String rules) {
        this.name = name;
        this.rules = rules;
    }

    /** Each protocol, with these peers. */
    Construct lets(String peers) {
        return each(Trial.Way.WITH_THE_CELL, peers, true);
    }

    /** Each protocol, with these peers. */
    Construct keepsOut(String peers) {
        return each(Trial.Way.WITH_THE_CELL, peers, false);
    }

    /** The peers begin, whatever the direction: what comes back is an answer. */
    Construct isReachedBy(String peers) {
        return each(Trial.Way.TO_THE_SUBJECT, peers, true);
    }

    private Construct each(Trial.Way way, String peers, boolean allowed) {
        for (String peer : peers.split(" ")) {
            trials.add(new Trial(way, Transport.TCP, TCP_PORT, peer, allowed));
            trials.add(new Trial(way, Transport.UDP, UDP_PORT, peer, allowed));
            trials.add(new Trial(way, Transport.ICMP, 0, peer, allowed));
        }
        return this;
    }

    /** With this peer, these ports and no others. */
    Construct ports(Transport transport, String peer, List<Integer> allowed, List<Integer> denied) {
        allowed.forEach(port -> trials.add(with(transport, port, peer, true)));
        denied.forEach(port -> trials.add(with(transport, port, peer, false)));
        return this;
    }

    /** Rules with ports never let echoes pass; that a row can only show. */
    Construct noEcho(String peer) {
        neverAllowed.add(Transport.ICMP);
        trials.add(with(Transport.ICMP, 0, peer, false));
        return this;
    }

    private static Trial with(Transport transport, int port, String peer, boolean allowed) {
        return new Trial(Trial.Way.WITH_THE_CELL, transport, port, peer, allowed);
    }

    /** The policies isolate only the direction opposite to the cell's. */
    Construct isolatesTheOtherDirection() {
        types = Types.THE_OTHER_DIRECTION;
        return this;
    }

    /** Against the cell's direction: each protocol, with these peers. */
    Construct keepsOutInTheOtherDirection(String peers) {
        return each(Trial.Way.AGAINST_THE_CELL, peers, false);
    }

    /** The policies don't say which directions they isolate. */
    Construct leavesTypesOut() {
        types = Types.LEFT_OUT;
        return this;
    }

    boolean hasAllow(Transport transport) {
        return !neverAllowed.contains(transport);
    }

    List<Trial> trials() {
        return trials;
    }

    /** The pod that the policy of a direction selects. */
    String subject(Direction direction) {
        String word = name.replaceAll("[^A-Za-z]+", "-").toLowerCase(Locale.ROOT);
        return word.replaceAll("^-|-$", "") + "-" + direction.rulesField();
    }

    String policy(Direction cell) {
        Direction isolated = types == Types.THE_OTHER_DIRECTION ? cell.opposite() : cell;
        String typesLine =
                types == Types.LEFT_OUT ? "" : "policyTypes: [" + isolated.policyType() + "], ";
        return """
               ---
               {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy,
                metadata: {name: %s, namespace: scene},
                spec: {podSelector: {matchLabels: {subject: %s}}, %s%s: %s}}
               """
                .formatted(
                        subject(cell),
                        subject(cell),
                        typesLine,
                        isolated.rulesField(),
                        rules.replace("PEERS", isolated.peersField()));
    }

    @Override
    public String toString() {
        return name;
    }
}
