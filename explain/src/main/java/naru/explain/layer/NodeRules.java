package naru.explain.layer;

import java.util.List;
import java.util.Optional;
import naru.explain.KernelFacts;
import naru.explain.Place;
import naru.explain.Question;
import naru.explain.Quote;
import naru.explain.Step;
import naru.explain.Verdict;
import naru.explain.Walk;
import naru.explain.cause.PathCause.DroppedByNetfilter;
import naru.explain.mark.RuleListing;
import naru.linux.netfilter.NetfilterPacket;
import naru.linux.netfilter.NetfilterPacket.Connection;
import naru.linux.netfilter.NetfilterPacket.Way;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netfilter.NetfilterWalk;
import naru.linux.netfilter.Passage;
import naru.linux.netfilter.Ruleset;
import naru.linux.netfilter.Visit;

/** What a node's own iptables and nftables rules do to packets that are not the node's. */
final class NodeRules {

    private NodeRules() {}

    /** On the way from one device to another. Empty if there are no rules, or they are not seen. */
    static Optional<Step> through(Walk walk, Place place, String in, String out) {
        return step(walk, place, Way.THROUGH, in, out);
    }

    /** Into the node's own stack. */
    static Optional<Step> in(Walk walk, Place place, String in) {
        return step(walk, place, Way.IN, in, "");
    }

    private static Optional<Step> step(Walk walk, Place place, Way way, String in, String out) {
        Optional<NetfilterState> state = place.facts().map(KernelFacts::netfilter);
        if (state.isEmpty() || isEmpty(state.get())) {
            return Optional.empty();
        }
        Question question = walk.question();
        NetfilterPacket first =
                new NetfilterPacket(
                        way,
                        question.sourceAddress().bits(),
                        question.destinationAddress().bits(),
                        question.protocol(),
                        question.port(),
                        in,
                        out,
                        Connection.NEW);
        for (Connection connection : Connection.values()) {
            Passage passage = NetfilterWalk.walk(state.get(), first.withConnection(connection));
            if (passage.dropped().isPresent()) {
                return Optional.of(drop(walk, passage.dropped().get()));
            }
            doubts(walk, place, passage);
        }
        String chain = way == Way.IN ? "INPUT" : "FORWARD";
        return Optional.of(
                Step.of("netfilter", Verdict.PASS, "no rule of " + chain + " surely drops it"));
    }

    private static Step drop(Walk walk, Visit by) {
        Quote quote = RuleListing.of(by);
        DroppedByNetfilter cause = new DroppedByNetfilter(by, List.of(quote));
        walk.blame(List.of(cause), List.of());
        return Step.of("netfilter", Verdict.DROP, cause.sentence(), quote);
    }

    private static void doubts(Walk walk, Place place, Passage passage) {
        String how = "watch its counter on " + place.node() + " while a packet is sent";
        passage.doubts().stream()
                .filter(NodeRules::mayDrop)
                .forEach(
                        v ->
                                walk.unseen(
                                        "whether " + v.describe() + " applies: " + v.rule().text(),
                                        how));
        passage.nativeDoubts().stream()
                .filter(chain -> chain.canDrop())
                .forEach(
                        chain ->
                                walk.unseen(
                                        "whether nftables chain " + chain.describe() + " drops it",
                                        how));
    }

    private static boolean mayDrop(Visit visit) {
        return visit.rule()
                .target()
                .filter(
                        target ->
                                List.of("DROP", "REJECT", "QUEUE", "NFQUEUE")
                                        .contains(target.name()))
                .isPresent();
    }

    private static boolean isEmpty(NetfilterState state) {
        return state.nativeChains().isEmpty()
                && state.rulesets().values().stream()
                        .map(Ruleset::tables)
                        .allMatch(t -> t.isEmpty());
    }
}
