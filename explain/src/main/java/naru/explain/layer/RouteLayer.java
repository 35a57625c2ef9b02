package naru.explain.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.explain.Confidence;
import naru.explain.End;
import naru.explain.KernelFacts.RouteTaken;
import naru.explain.Layer;
import naru.explain.Place;
import naru.explain.Quote;
import naru.explain.Step;
import naru.explain.Verdict;
import naru.explain.Walk;
import naru.explain.cause.PathCause.NoRoute;
import naru.explain.policy.Attachment;

/** The source's node sends the packet on its way: its own routing table decides where. */
final class RouteLayer implements Layer {

    @Override
    public void walk(Walk walk) {
        String node = walk.question().source().node();
        if (node.isEmpty() || walk.question().staysOnNode()) {
            return;
        }
        Place place = walk.place(node);
        String destination = walk.question().destinationAddress().toString();
        Optional<RouteTaken> route =
                place.facts().flatMap(facts -> facts.route(walk.question().destinationAddress()));
        Step step =
                Step.of(
                        "route",
                        Verdict.PASS,
                        "by the routes of " + node + ", which are not seen from here");
        Confidence confidence = Confidence.INFERRED;
        if (route.isPresent()) {
            Quote quote = Quote.of("ip route get " + destination, route.get().text());
            confidence = Confidence.SEEN;
            if (route.get().delivers()) {
                step =
                        Step.of(
                                "route",
                                Verdict.PASS,
                                "to " + destination + " by " + route.get().device(),
                                quote);
            } else {
                NoRoute cause = new NoRoute(node, destination, List.of(quote));
                walk.blame(List.of(cause), List.of());
                step = Step.of("route", Verdict.DROP, cause.sentence(), quote);
            }
        }
        List<Step> steps = new ArrayList<>(List.of(step));
        if (walk.question().source() instanceof End.Pod pod && step.verdict() == Verdict.PASS) {
            String device = Attachment.of(pod, place).deviceName();
            route.flatMap(to -> NodeRules.through(walk, place, device, to.device()))
                    .ifPresent(steps::add);
        }
        walk.hop(node + "/route", node, "route of " + node, confidence, steps);
    }
}
