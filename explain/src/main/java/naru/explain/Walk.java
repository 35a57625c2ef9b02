package naru.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import naru.compile.Compiler;
import naru.compile.ReservedIdentity;
import naru.explain.cause.Cause;
import naru.explain.cause.EndpointCause.NoAddress;
import naru.explain.policy.Names;
import naru.linux.netfilter.Certainty;
import naru.linux.netfilter.Mark;
import naru.model.NetworkPolicy;

/** One walk along a packet's way: what the layers found so far. */
public final class Walk {

    private final Question question;
    private final Place here;
    private final Foresight foresight;
    private final Map<String, Place> places = new HashMap<>();
    private final List<Hop> hops = new ArrayList<>();
    private final List<List<Cause>> findings = new ArrayList<>();
    private final Set<Unseen> unseen = new LinkedHashSet<>();
    private final Set<String> askNodes = new LinkedHashSet<>();
    private List<Cause> causes = List.of();
    private List<Cause> doubts = List.of();
    private List<Fix> fixes = List.of();
    private boolean uncertain;
    private boolean dropped;
    private HostOrigin hostOrigin = HostOrigin.NOT_HOST;

    Walk(Question question, Place here, Foresight foresight) {
        this.question = question;
        this.here = here;
        this.foresight = foresight;
    }

    /** What a node's compiler would make of one policy more. */
    public Compiler with(NetworkPolicy policy, Compiler before) {
        return foresight.with(policy, before);
    }

    /**
     * What the datapath of the source's node can know of a packet that its own stack made.
     *
     * @param recognized whether the programs take it for the host's
     * @param mark as it leaves netfilter
     * @param causes why it is not recognized, nearest first
     */
    public record HostOrigin(Certainty recognized, Mark mark, List<Cause> causes) {
        static final HostOrigin NOT_HOST = new HostOrigin(Certainty.NO, Mark.NONE, List.of());
    }

    public Question question() {
        return question;
    }

    /** The node whose agent this is. */
    public Place here() {
        return here;
    }

    /** A node of the cluster; if it is not this one, its own agent is to be asked too. */
    public Place place(String node) {
        if (node.equals(here.node())) {
            return here;
        }
        return places.computeIfAbsent(
                node,
                name -> {
                    if (askNodes.add(name)) {
                        unseen.add(
                                new Unseen(
                                        "node "
                                                + name
                                                + ": its maps, programs, routes and iptables rules",
                                        "ask its own agent: naru explain … --node " + name));
                    }
                    return new Place(name, foresight.compilerOf(name, question), Optional.empty());
                });
    }

    /** Without two addresses there is no packet; one to the sender's own address goes nowhere. */
    boolean endsHaveAddresses() {
        for (End end : List.of(question.source(), question.destination())) {
            if (end.address().isEmpty()) {
                String why =
                        end.node().isEmpty()
                                ? "it is not placed on a node yet"
                                : "CNI on " + end.node() + " has not given it one yet";
                Cause cause = new NoAddress(end.name(), why);
                doubt(List.of(cause));
                Step step = Step.of("address", Verdict.UNKNOWN, cause.sentence());
                hop("address", end.node(), end.name(), Confidence.INFERRED, List.of(step));
                return false;
            }
        }
        if (question.source().address().equals(question.destination().address())
                && !(question.source() instanceof End.Host)) {
            Step step =
                    Step.of(
                            "loopback",
                            Verdict.PASS,
                            "it never leaves the sender: no policy is asked");
            String node = question.source().node();
            hop("loopback", node, question.source().name(), Confidence.INFERRED, List.of(step));
            return false;
        }
        return true;
    }

    /** Adds a hop; after a drop, the packet does not come to later ones. */
    public void hop(
            String key, String node, String place, Confidence confidence, List<Step> steps) {
        if (!dropped) {
            Hop hop = new Hop(key, node, place, confidence, steps);
            hops.add(hop);
            dropped = hop.verdict() == Verdict.DROP;
            uncertain |= hop.verdict() == Verdict.UNKNOWN;
        } else {
            Step step = Step.of("way", Verdict.NOT_REACHED, "the packet does not come so far");
            hops.add(new Hop(key, node, place, confidence, List.of(step)));
        }
    }

    /** True once the packet was dropped: there is nothing more to look for. */
    public boolean ended() {
        return dropped;
    }

    /** Why it does not arrive, nearest to the symptom first, and what would help. */
    public void blame(List<Cause> chain, List<Fix> repairs) {
        if (causes.isEmpty()) {
            causes = List.copyOf(chain);
            fixes = List.copyOf(repairs);
        }
    }

    /** Why it can't be told whether it arrives. */
    public void doubt(List<Cause> chain) {
        if (doubts.isEmpty()) {
            doubts = List.copyOf(chain);
        }
    }

    /** Something wrong that is not the reason. */
    public void finding(List<Cause> chain) {
        if (!chain.isEmpty() && !findings.contains(chain)) {
            findings.add(List.copyOf(chain));
        }
    }

    public void unseen(String what, String how) {
        unseen.add(new Unseen(what, how));
    }

    public HostOrigin hostOrigin() {
        return hostOrigin;
    }

    public void hostOrigin(HostOrigin origin) {
        hostOrigin = origin;
    }

    Explanation finish() {
        Explanation.Outcome outcome =
                dropped
                        ? Explanation.Outcome.DENIED
                        : uncertain ? Explanation.Outcome.CANNOT_TELL : Explanation.Outcome.ALLOWED;
        List<Cause> why =
                switch (outcome) {
                    case DENIED -> causes;
                    case CANNOT_TELL -> doubts;
                    case ALLOWED -> List.of();
                };
        return new Explanation(
                here.node(),
                question,
                identified(question.source()),
                identified(question.destination()),
                outcome,
                Headline.of(question, outcome, hops, why),
                List.copyOf(hops),
                why,
                dropped ? fixes : List.of(),
                List.copyOf(findings),
                List.copyOf(unseen),
                Set.copyOf(askNodes));
    }

    /** A node's own stack is the host to its own pods and a remote node to others. */
    private Explanation.Identified identified(End end) {
        int identity =
                switch (end) {
                    case End.Host _ ->
                            question.staysOnNode()
                                    ? ReservedIdentity.HOST.number()
                                    : ReservedIdentity.REMOTE_NODE.number();
                    case End.Pod _, End.Outside _ -> cached(end);
                };
        return new Explanation.Identified(identity, Names.labels(here.desired(), identity));
    }

    private int cached(End end) {
        return end.address()
                .flatMap(here.desired()::ipcache)
                .map(found -> found.value().identity())
                .orElse(ReservedIdentity.WORLD.number());
    }
}
