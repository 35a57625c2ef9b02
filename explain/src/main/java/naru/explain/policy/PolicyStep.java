package naru.explain.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import naru.compile.Decision;
import naru.compile.LocalEndpoint;
import naru.compile.Origin;
import naru.compile.ReservedIdentity;
import naru.explain.Confidence;
import naru.explain.Quote;
import naru.explain.Step;
import naru.explain.Verdict;
import naru.explain.Walk;
import naru.explain.cause.Cause;
import naru.explain.cause.EndpointCause.AddressUnheld;
import naru.explain.cause.EndpointCause.LabelsUnknown;
import naru.explain.cause.EndpointCause.PolicyNotInForce;
import naru.explain.cause.PolicyCause.PolicyDenied;
import naru.explain.cause.TableCause.MapDisagrees;
import naru.explain.fix.Fixes;
import naru.model.NetworkPolicy.Direction;

/**
 * The step of a hop that asks a pod's policy. A denial is blamed on the policies only if they deny
 * whoever the peer really is; if they would let that one in, its identity is at fault.
 */
public final class PolicyStep {

    private final Walk walk;
    private final Attachment owner;
    private final Direction direction;
    private final Peer peer;
    private final PolicyAnswer answer;

    private PolicyStep(Walk walk, Attachment owner, Direction direction, Peer peer) {
        this.walk = walk;
        this.owner = owner;
        this.direction = direction;
        this.peer = peer;
        this.answer = new PolicyAnswer(owner, direction, peer, walk.question());
    }

    /** Asks; blames if it drops. The owner must be attached. */
    public static Step ask(Walk walk, Attachment owner, Direction direction, Peer peer) {
        return new PolicyStep(walk, owner, direction, peer).step();
    }

    private Step step() {
        Decision found = answer.found();
        if (peer.alternative() != peer.seen()
                && answer.found(peer.alternative()).allowed() != found.allowed()) {
            walk.doubt(peer.whyOther());
            return step(
                    Verdict.UNKNOWN,
                    "depends on whom the datapath takes " + peer.name() + " for",
                    found);
        }
        Decision wanted = answer.wanted();
        if (found.allowed()) {
            allowed(wanted);
            return step(Verdict.PASS, allowText(found), found);
        }
        blame(wanted);
        return step(Verdict.DROP, denyText(), found);
    }

    private void allowed(Decision wanted) {
        if (peer.seen() != peer.wanted()) {
            walk.finding(peer.whyOther());
        }
        if (!wanted.allowed()) {
            walk.finding(
                    List.of(
                            disagreement(
                                    "none that lets in " + name(peer.wanted()),
                                    "an entry that lets it through")));
        }
    }

    private void blame(Decision wanted) {
        List<Cause> chain = new ArrayList<>();
        if (peer.seen() != peer.wanted() && answer.found(peer.wanted()).allowed()) {
            chain.addAll(peer.whyOther());
            walk.blame(chain, Fixes.forIdentity(walk, owner, chain));
        } else if (wanted.allowed()) {
            chain.add(notInForce());
            walk.blame(chain, Fixes.restart(owner.place().node()));
        } else if (closed(owner.wanted())) {
            chain.add(new LabelsUnknown(owner.pod().name(), confidence(), List.of()));
            walk.blame(chain, List.of());
        } else {
            chain.add(denied());
            if (peer.labelsUnknown()) {
                chain.add(unknownPeer());
            }
            walk.blame(chain, Fixes.forPolicy(walk, owner, direction, peer, answer.closest()));
        }
    }

    private Cause unknownPeer() {
        return peer.name().equals(peer.address().toString())
                ? new AddressUnheld(peer.name(), confidence(), List.of())
                : new LabelsUnknown(peer.name(), confidence(), List.of());
    }

    private Cause notInForce() {
        if (closed(owner.found()) && !closed(owner.wanted())) {
            return new PolicyNotInForce(owner.pod().name(), endpointQuote());
        }
        String expected =
                answer.wanted()
                        .deciding()
                        .map(Names::entry)
                        .orElse("an entry that lets it through");
        return disagreement(expected, "none");
    }

    private MapDisagrees disagreement(String expected, String found) {
        return new MapDisagrees("policy_map", expected, found, endpointQuote());
    }

    private List<Quote> endpointQuote() {
        return owner.found()
                .map(
                        e ->
                                List.of(
                                        Quote.of(
                                                "endpoint_map4",
                                                e.address()
                                                        + " -> endpoint "
                                                        + e.slot()
                                                        + " identity "
                                                        + Integer.toUnsignedString(e.identity())
                                                        + " policy set "
                                                        + Integer.toUnsignedString(e.policySet()))))
                .orElse(List.of());
    }

    private static boolean closed(Optional<LocalEndpoint> endpoint) {
        return endpoint.isPresent()
                && (endpoint.get().policySet() == 0
                        || endpoint.get().identity() == ReservedIdentity.INIT.number());
    }

    private PolicyDenied denied() {
        return new PolicyDenied(
                direction,
                owner.pod().name(),
                answer.isolatedBy(),
                peer.name() + ", identity " + name(peer.wanted()) + ",",
                walk.question().service(),
                answer.closest().map(Names::closest).orElse(""),
                confidence(),
                entryQuotes(answer.found()));
    }

    private Step step(Verdict verdict, String finding, Decision found) {
        boolean policyDenies = verdict == Verdict.DROP && !answer.wanted().allowed();
        return new Step(
                direction.name().toLowerCase(Locale.ROOT) + " policy",
                verdict,
                finding,
                verdict == Verdict.PASS ? origins(found) : List.of(),
                verdict == Verdict.DROP ? answer.isolatedBy() : List.of(),
                policyDenies ? answer.closest().map(Names::closest).orElse("") : "",
                entryQuotes(found));
    }

    private List<String> origins(Decision found) {
        Decision wanted = answer.wanted();
        List<Origin> origins =
                found.origins().isEmpty() && wanted.allowed() ? wanted.origins() : found.origins();
        return origins.stream().map(Origin::toString).toList();
    }

    private String allowText(Decision found) {
        return owner.pod().name()
                + (direction == Direction.INGRESS ? " lets in identity " : " may reach identity ")
                + name(peer.seen())
                + " at "
                + walk.question().service()
                + answer.packets(found)
                        .map(n -> "; its entry has decided " + n + " packets so far")
                        .orElse("");
    }

    private String denyText() {
        return owner.pod().name()
                + (direction == Direction.INGRESS
                        ? " has no entry that lets in identity "
                        : " has no entry by which it may reach identity ")
                + name(peer.seen())
                + " at "
                + walk.question().service();
    }

    /** Where the verdict was read. */
    private List<Quote> entryQuotes(Decision decision) {
        int set = owner.known().map(LocalEndpoint::policySet).orElse(0);
        String source =
                owner.place().facts().isPresent()
                        ? "policy_map (kernel), endpoint "
                                + owner.known().map(LocalEndpoint::slot).orElse(0)
                                + ", policy set "
                                + Integer.toUnsignedString(set)
                        : "compiled for " + owner.place().node();
        String none =
                "(no entry of "
                        + direction.name().toLowerCase(Locale.ROOT)
                        + " for identity "
                        + Integer.toUnsignedString(peer.seen())
                        + " at "
                        + walk.question().service()
                        + ")";
        return List.of(Quote.of(source, decision.deciding().map(Names::entry).orElse(none)));
    }

    private Confidence confidence() {
        return owner.place().confidence();
    }

    private String name(int identity) {
        return Names.identity(owner.place().desired(), identity);
    }
}
