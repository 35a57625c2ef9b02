package naru.linux.netfilter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import naru.linux.netfilter.NetfilterPacket.Way;

/**
 * Leads a packet through netfilter, hook by hook, in both backends. Measured: the kernel evaluates
 * the tables of both; an ACCEPT ends the table it stands in, not the other backend's; dormant
 * tables do nothing.
 */
public final class NetfilterWalk {

    private static final Map<Way, List<Hook>> HOOKS =
            Map.of(
                    Way.OUT,
                    hooks(
                            "raw/OUTPUT",
                            "mangle/OUTPUT",
                            "nat/OUTPUT",
                            "filter/OUTPUT",
                            "security/OUTPUT",
                            "mangle/POSTROUTING",
                            "nat/POSTROUTING"),
                    Way.THROUGH,
                    hooks(
                            "raw/PREROUTING",
                            "mangle/PREROUTING",
                            "nat/PREROUTING",
                            "mangle/FORWARD",
                            "filter/FORWARD",
                            "security/FORWARD",
                            "mangle/POSTROUTING",
                            "nat/POSTROUTING"),
                    Way.IN,
                    hooks(
                            "raw/PREROUTING",
                            "mangle/PREROUTING",
                            "nat/PREROUTING",
                            "mangle/INPUT",
                            "filter/INPUT",
                            "security/INPUT",
                            "nat/INPUT"));
    private static final Map<Way, Set<String>> NATIVE_HOOKS =
            Map.of(
                    Way.OUT, Set.of("output", "postrouting"),
                    Way.THROUGH, Set.of("prerouting", "forward", "postrouting"),
                    Way.IN, Set.of("prerouting", "input"));

    /** As deep as the kernel lets chains jump. */
    private static final int DEEPEST = 128;

    /** Chains that branch again and again are not followed for ever; that it was not is a doubt. */
    private static final int MOST_VISITS = 200_000;

    private final NetfilterPacket packet;
    private final List<Visit> visits = new ArrayList<>();
    private final List<Visit> stops = new ArrayList<>();
    private final List<Visit> marks = new ArrayList<>();
    private final List<Visit> doubts = new ArrayList<>();
    private Mark mark = Mark.NONE;
    private Optional<Visit> dropped = Optional.empty();

    private NetfilterWalk(NetfilterPacket packet) {
        this.packet = packet;
    }

    private record Hook(String table, String chain) {}

    private static List<Hook> hooks(String... names) {
        return Arrays.stream(names)
                .map(name -> name.split("/"))
                .map(parts -> new Hook(parts[0], parts[1]))
                .toList();
    }

    /** How a chain was left. */
    private enum Left {
        AT_ITS_END,
        ACCEPTED,
        DROPPED
    }

    public static Passage walk(NetfilterState state, NetfilterPacket packet) {
        NetfilterWalk walk = new NetfilterWalk(packet);
        for (Hook hook : HOOKS.getOrDefault(packet.way(), List.of())) {
            for (Backend backend : Backend.values()) {
                if (walk.dropped.isEmpty()) {
                    state.ruleset(backend)
                            .table(hook.table())
                            .filter(table -> !table.dormant())
                            .ifPresent(table -> walk.enter(table, hook.chain()));
                }
            }
        }
        List<NativeChain> natives =
                state.nativeChains().stream()
                        .filter(
                                chain ->
                                        NATIVE_HOOKS
                                                .getOrDefault(packet.way(), Set.of())
                                                .contains(chain.hook()))
                        .filter(
                                chain ->
                                        !chain.family().equals("ip6")
                                                && !chain.family().equals("arp"))
                        .filter(chain -> chain.canDrop() || chain.canMark())
                        .toList();
        return new Passage(
                walk.mark, walk.visits, walk.stops, walk.marks, walk.doubts, natives, walk.dropped);
    }

    private void enter(Table table, String name) {
        // nat tables see only the first packet of a connection.
        if (table.name().equals("nat") && packet.connection() != NetfilterPacket.Connection.NEW) {
            return;
        }
        Optional<Chain> chain = table.chain(name);
        if (chain.isPresent()
                && chain(table, chain.get(), Certainty.YES, 0) == Left.AT_ITS_END
                && chain.get().policy().equals("DROP")) {
            String text = "-P " + name + " DROP";
            Rule policy =
                    new Rule(
                            0,
                            text,
                            List.of(),
                            "",
                            Optional.empty(),
                            chain.get().packets(),
                            chain.get().bytes());
            dropped =
                    Optional.of(
                            new Visit(table.backend(), table.name(), name, policy, Certainty.YES));
        }
    }

    private Left chain(Table table, Chain chain, Certainty reached, int depth) {
        for (Rule rule : chain.rules()) {
            Certainty matched = reached.and(new MatchJudge(packet, mark).matches(rule));
            Visit visit = new Visit(table.backend(), table.name(), chain.name(), rule, matched);
            visits.add(visit);
            if (matched != Certainty.NO && rule.target().isPresent()) {
                Optional<Left> left = apply(table, visit, rule.target().get(), depth);
                if (left.isPresent()) {
                    return left.get();
                }
            }
        }
        return Left.AT_ITS_END;
    }

    /** Empty: the next rule's turn. */
    private Optional<Left> apply(Table table, Visit visit, Rule.Target target, int depth) {
        return switch (target.name()) {
            case "ACCEPT" -> stop(visit, Left.ACCEPTED);
            case "DROP", "REJECT" -> stop(visit, Left.DROPPED);
            case "RETURN" -> stop(visit, Left.AT_ITS_END);
            case "DNAT", "REDIRECT", "NETMAP" -> {
                // It goes elsewhere from here on, where this walk does not follow.
                doubts.add(visit);
                yield stop(visit, Left.ACCEPTED);
            }
            case "SNAT", "MASQUERADE" -> stop(visit, Left.ACCEPTED);
            case "MARK" -> {
                target.option("--set-xmark")
                        .ifPresent(
                                text ->
                                        Mark.Masked.read(text)
                                                .ifPresentOrElse(
                                                        by -> mark(visit, by),
                                                        () -> forget(visit, -1)));
                yield Optional.empty();
            }
            case "CONNMARK" -> {
                if (target.options().contains("--restore-mark")) {
                    forget(
                            visit,
                            target.option("--nfmask")
                                    .flatMap(Mark.Masked::read)
                                    .map(Mark.Masked::value)
                                    .orElse(-1));
                }
                yield Optional.empty();
            }
            case "QUEUE", "NFQUEUE", "TPROXY", "SYNPROXY" -> {
                doubts.add(visit);
                yield Optional.empty();
            }
            default -> jump(table, visit, target, depth);
        };
    }

    private Optional<Left> stop(Visit visit, Left how) {
        if (visit.matched() != Certainty.YES) {
            doubts.add(visit);
            return Optional.empty();
        }
        stops.add(visit);
        if (how == Left.DROPPED) {
            dropped = Optional.of(visit);
        }
        return Optional.of(how);
    }

    private void mark(Visit visit, Mark.Masked by) {
        Mark changed = mark.xmark(by);
        if (visit.matched() == Certainty.YES) {
            mark = changed;
            marks.add(visit);
        } else if (!changed.equals(mark)) {
            forget(visit, by.mask() | by.value());
        }
    }

    private void forget(Visit visit, int mask) {
        mark = mark.unknown(mask);
        doubts.add(visit);
    }

    /**
     * Targets that are neither chains nor known above (LOG, CT, NOTRACK, DSCP, …) let the packet go
     * on.
     */
    private Optional<Left> jump(Table table, Visit visit, Rule.Target target, int depth) {
        Optional<Chain> chain = table.chain(target.name());
        if (chain.isEmpty() || depth >= DEEPEST) {
            return Optional.empty();
        }
        if (visits.size() >= MOST_VISITS) {
            doubts.add(visit);
            return Optional.empty();
        }
        Left left = chain(table, chain.get(), visit.matched(), depth + 1);
        if (left != Left.AT_ITS_END) {
            return Optional.of(left);
        }
        return target.gotoChain() ? stop(visit, Left.AT_ITS_END) : Optional.empty();
    }
}
