package naru.apply.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.compile.Delta.IpcacheEntry;
import naru.compile.PolicyEntry;
import naru.compile.PolicyEntry.Verdict;
import naru.compile.PolicyKey;
import naru.datapath.EpochMap;
import naru.desired.DesiredEndpoint;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.NetworkPolicy.Direction;

/** Maps in memory, and a packet's way through them in few words: epochs first, then look-ups. */
final class FakeKernel {

    private static final int TCP = 6;
    private static final int ALL_PODS = 255;
    private static final int FIRST_POD = 256;
    private static final int WORLD = 2;

    final List<String> journal = new ArrayList<>();
    final FakeTable<PolicyKey, PolicyEntry> policy = new FakeTable<>("policy", journal);
    final FakeTable<Ipv4Prefix, Integer> blocks = new FakeTable<>("block", journal);
    final FakeTable<Ipv4Prefix, IpcacheEntry> ipcache = new FakeTable<>("ipcache", journal);
    final FakeTable<Ipv4Address, DesiredEndpoint> endpoints = new FakeTable<>("endpoint", journal);
    final FakeEpochs epochs = new FakeEpochs(journal);

    Kernel kernel() {
        return new Kernel(policy, blocks, ipcache, endpoints, epochs);
    }

    /** A connection that packets may belong to. */
    record Flow(Ipv4Address from, Ipv4Address to, int port) {}

    /** The entry that decided for one side. */
    record Decided(PolicyKey key, PolicyEntry entry) {}

    /**
     * What is kept of a flow that was allowed.
     *
     * @param stamps the epochs that it was decided under, by their places
     */
    record Kept(Map<Integer, Integer> stamps, List<Decided> decided) {}

    /** Lets a packet of a flow by; empty: it was dropped. */
    Optional<Kept> packet(Flow flow) {
        int fromPlace = place(flow.from);
        int toPlace = place(flow.to);
        Map<Integer, Integer> stamps =
                fromPlace == toPlace
                        ? Map.of(fromPlace, epochs.read(fromPlace))
                        : Map.of(fromPlace, epochs.read(fromPlace), toPlace, epochs.read(toPlace));
        List<Decided> decided = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            Ipv4Address owner = direction == Direction.EGRESS ? flow.from : flow.to;
            Ipv4Address peer = direction == Direction.EGRESS ? flow.to : flow.from;
            DesiredEndpoint endpoint = endpoints.rows.get(owner);
            if (endpoint != null) {
                Optional<Decided> found = ask(endpoint.policySet(), direction, peer, flow.port);
                if (found.isEmpty() || found.get().entry.verdict() != Verdict.ALLOW) {
                    return Optional.empty();
                }
                decided.add(found.get());
            }
        }
        return Optional.of(new Kept(stamps, decided));
    }

    boolean stands(Kept kept) {
        return kept.stamps.entrySet().stream()
                .allMatch(stamp -> epochs.read(stamp.getKey()) == stamp.getValue());
    }

    private int place(Ipv4Address address) {
        DesiredEndpoint endpoint = endpoints.rows.get(address);
        return endpoint == null ? EpochMap.bucket(address) : endpoint.slot();
    }

    private Optional<Decided> ask(int set, Direction direction, Ipv4Address peer, int port) {
        DesiredEndpoint local = endpoints.rows.get(peer);
        int identity =
                local != null
                        ? local.identity()
                        : longest(ipcache.rows, peer).map(IpcacheEntry::identity).orElse(WORLD);
        int block = longest(blocks.rows, peer).orElse(0);
        List<Optional<Decided>> found = new ArrayList<>();
        found.add(entry(set, direction, identity, 0, port));
        if (identity >= FIRST_POD) {
            found.add(entry(set, direction, ALL_PODS, 0, port));
        }
        found.add(entry(set, direction, 0, 0, port));
        if (block != 0) {
            found.add(entry(set, direction, 0, block, port));
            found.add(entry(set, direction, identity, block, port));
        }
        return found.stream()
                .flatMap(Optional::stream)
                .reduce(
                        (a, b) ->
                                Integer.compareUnsigned(b.entry.precedence(), a.entry.precedence())
                                                > 0
                                        ? b
                                        : a);
    }

    private Optional<Decided> entry(
            int set, Direction direction, int identity, int block, int port) {
        PolicyKey one = new PolicyKey(set, direction, identity, block, TCP, port, 16);
        PolicyKey any = new PolicyKey(set, direction, identity, block, 0, 0, 0);
        return policy.rows.containsKey(one)
                ? Optional.of(new Decided(one, policy.rows.get(one)))
                : Optional.ofNullable(policy.rows.get(any)).map(e -> new Decided(any, e));
    }

    private static <V> Optional<V> longest(Map<Ipv4Prefix, V> table, Ipv4Address address) {
        for (int length = 32; length >= 0; length--) {
            V value = table.get(new Ipv4Prefix(address.bits(), length));
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
