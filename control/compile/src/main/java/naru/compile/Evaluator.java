package naru.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.compile.Connection.End;
import naru.compile.Decision.Candidate;
import naru.compile.PolicyEntry.Verdict;
import naru.model.Ipv4Address;
import naru.model.NetworkPolicy.Direction;

/**
 * The datapath's decision, in Java: same tables, same order of look-ups, same rule for ties. What
 * compiles, explains and predicts asks here and has no matching of its own.
 */
public final class Evaluator {

    private final Tables tables;

    public Evaluator(Tables tables) {
        this.tables = tables;
    }

    /**
     * Asks a policy set about a packet.
     *
     * @param protocol IANA number
     * @param port destination port; 0 for protocols without ports
     */
    public Decision decide(
            int policySet,
            Direction direction,
            int peerIdentity,
            int peerBlockSet,
            int protocol,
            int port) {
        List<Candidate> candidates = new ArrayList<>();
        for (Peer peer : peers(peerIdentity, peerBlockSet)) {
            longestPrefix(policySet, direction, peer, protocol, port).ifPresent(candidates::add);
        }
        Optional<Candidate> deciding = highest(candidates);
        return new Decision(
                deciding.map(c -> c.entry().verdict()).orElse(Verdict.DENY),
                deciding,
                deciding.map(c -> tables.origins(c.entry().rule())).orElse(List.of()),
                deciding.map(c -> MatchType.of(c.key())).orElse(MatchType.NONE),
                List.copyOf(candidates));
    }

    /** A connection between two addresses, in the directions that endpoints of this node decide. */
    public Connection connection(
            Ipv4Address source, Ipv4Address destination, int protocol, int port) {
        End from = end(source);
        End to = end(destination);
        boolean stays = source.equals(destination);
        return new Connection(
                from,
                to,
                protocol,
                port,
                stays ? Optional.empty() : decide(from, Direction.EGRESS, to, protocol, port),
                stays ? Optional.empty() : decide(to, Direction.INGRESS, from, protocol, port));
    }

    /**
     * The rules that isolate and come nearest to letting a denied packet through, best first; those
     * that differ in everything are left out.
     */
    public List<NearRule> closest(
            int policySet,
            Direction direction,
            int peerIdentity,
            int peerBlockSet,
            int protocol,
            int port) {
        return tables.rules(policySet, direction).stream()
                .map(rule -> NearRule.of(rule, peerIdentity, peerBlockSet, protocol, port))
                .filter(NearRule::sharesSomething)
                .sorted(NearRule.ORDER)
                .toList();
    }

    private Optional<Decision> decide(
            End local, Direction direction, End peer, int protocol, int port) {
        return local.endpoint()
                .map(
                        e ->
                                decide(
                                        e.policySet(),
                                        direction,
                                        peer.identity(),
                                        peer.blockSet(),
                                        protocol,
                                        port));
    }

    private End end(Ipv4Address address) {
        Optional<LocalEndpoint> endpoint = tables.endpoint(address);
        int known =
                tables.ipcache(address)
                        .map(f -> f.value().identity())
                        .orElse(ReservedIdentity.WORLD.number());
        int identity = endpoint.map(LocalEndpoint::identity).orElse(known);
        return new End(
                address, identity, tables.block(address).map(Found::value).orElse(0), endpoint);
    }

    private record Peer(int identity, int blockSet) {}

    private static List<Peer> peers(int identity, int blockSet) {
        List<Peer> peers = new ArrayList<>(5);
        peers.add(new Peer(identity, 0));
        if (ReservedIdentity.isPod(identity)) {
            peers.add(new Peer(ReservedIdentity.ALL_PODS.number(), 0));
        }
        peers.add(new Peer(0, 0));
        if (blockSet != 0) {
            peers.add(new Peer(0, blockSet));
            peers.add(new Peer(identity, blockSet));
        }
        return peers;
    }

    private Optional<Candidate> longestPrefix(
            int policySet, Direction direction, Peer peer, int protocol, int port) {
        for (int prefix = 16; prefix >= 0; prefix--) {
            int masked = port & -1 << 16 - prefix & 0xffff;
            var found =
                    candidate(policySet, direction, peer, new PortSpan(protocol, masked, prefix));
            if (found.isPresent()) {
                return found;
            }
        }
        return candidate(policySet, direction, peer, PortSpan.ANY);
    }

    private Optional<Candidate> candidate(
            int policySet, Direction direction, Peer peer, PortSpan span) {
        PolicyKey key = PolicyKey.of(policySet, direction, peer.identity, peer.blockSet, span);
        return tables.entry(key).map(entry -> new Candidate(key, entry));
    }

    private static Optional<Candidate> highest(List<Candidate> candidates) {
        Candidate best = null;
        for (Candidate candidate : candidates) {
            if (best == null
                    || Integer.compareUnsigned(
                                    candidate.entry().precedence(), best.entry().precedence())
                            > 0) {
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }
}
