package naru.explain.mark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.explain.Confidence;
import naru.explain.KernelFacts;
import naru.explain.Quote;
import naru.explain.cause.Cause;
import naru.explain.cause.MarkCause;
import naru.linux.netfilter.Certainty;
import naru.linux.netfilter.NetfilterPacket;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netfilter.NetfilterWalk;
import naru.linux.netfilter.Passage;
import naru.linux.netfilter.Visit;

/**
 * What netfilter does to a packet of this node's own stack: the first one of its connection, and
 * those that follow, for which other rules may hold.
 *
 * @param deciding of both passages the one that fails, if one does
 * @param causes why the mark is missing, nearest first; empty if it is there
 * @param oddity what is not as the agent made it, though the mark is set
 */
public record MarkLook(
        NetfilterState state,
        Passage deciding,
        boolean laterPackets,
        Certainty marked,
        List<Cause> causes,
        List<Cause> oddity) {

    public static MarkLook at(KernelFacts facts, String node, NetfilterPacket packet) {
        NetfilterState state = facts.netfilter();
        Passage first = NetfilterWalk.walk(state, packet);
        Passage later =
                NetfilterWalk.walk(
                        state, packet.withConnection(NetfilterPacket.Connection.ESTABLISHED));
        boolean laterFails = worse(later, first);
        Passage deciding = laterFails ? later : first;
        Certainty marked = certainty(state, deciding);
        Diagnosis diagnosis = new Diagnosis(node, state, deciding, laterFails, facts);
        return new MarkLook(
                state,
                deciding,
                laterFails,
                marked,
                marked == Certainty.YES ? List.of() : diagnosis.chain(marked),
                marked == Certainty.YES ? diagnosis.oddity() : List.of());
    }

    /** What drops it, if anything does. */
    public Optional<Visit> droppedBy() {
        return deciding.dropped();
    }

    /** Sure, unless something on the way could not be judged. */
    public Confidence confidence() {
        return deciding.certain() && state.unseen().isEmpty()
                ? Confidence.SEEN
                : Confidence.INFERRED;
    }

    /** The rules as they stand, with their counters. */
    public List<Quote> listing() {
        return RuleListing.of(state, deciding, Optional.empty());
    }

    /** The one rule that sets the mark, and its counter. */
    public List<Quote> markedBy() {
        List<Visit> marks = deciding.marks();
        return marks.isEmpty() ? List.of() : List.of(RuleListing.of(marks.getLast()));
    }

    /** Rules that may do something else to the packet than foretold. */
    public List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        deciding.doubts()
                .forEach(visit -> doubts.add(visit.describe() + ": " + visit.rule().text()));
        deciding.nativeDoubts().forEach(chain -> doubts.add("nftables chain " + chain.describe()));
        return doubts;
    }

    private static boolean worse(Passage one, Passage other) {
        if (one.dropped().isPresent() != other.dropped().isPresent()) {
            return one.dropped().isPresent();
        }
        return one.carriesHostMark().compareTo(other.carriesHostMark()) < 0;
    }

    /** A rule that may or may not end the way before the mark leaves it open. */
    private static Certainty certainty(NetfilterState state, Passage passage) {
        Certainty marked = passage.carriesHostMark();
        if (marked == Certainty.NO && MarkRule.find(state).isEmpty() && !state.unseen().isEmpty()) {
            return Certainty.MAYBE;
        }
        if (marked != Certainty.YES || passage.doubts().isEmpty()) {
            return marked;
        }
        int marking = passage.visits().lastIndexOf(passage.marks().getLast());
        boolean earlier =
                passage.doubts().stream()
                        .anyMatch(
                                doubt ->
                                        doubt.table().equals(passage.marks().getLast().table())
                                                && doubt.backend()
                                                        == passage.marks().getLast().backend()
                                                && passage.visits().indexOf(doubt) < marking);
        return earlier ? Certainty.MAYBE : Certainty.YES;
    }

    /** For the chain of causes when the programs do not look at marks at all. */
    public static boolean looksAtMarks(Optional<KernelFacts.HostIdentity> loaded) {
        return loaded.isPresent() && loaded.get() == KernelFacts.HostIdentity.MARK;
    }

    /** What a person reads who asks what the packet carries. */
    public String markText() {
        return (laterPackets
                        ? "after its first packet the connection carries "
                        : "the packet carries ")
                + deciding.mark();
    }

    static MarkCause.NoHostMark noHostMark(
            String node, Passage passage, boolean later, Certainty marked) {
        String mark = passage.mark() + (later ? " after its first packet" : "");
        return new MarkCause.NoHostMark(
                node,
                marked == Certainty.MAYBE ? mark + " or the host's mark" : mark,
                marked == Certainty.MAYBE ? Confidence.UNKNOWN : Confidence.SEEN,
                List.of(
                        Quote.of(
                                ".rodata of the attached programs",
                                "config.host_identity = mark")));
    }
}
