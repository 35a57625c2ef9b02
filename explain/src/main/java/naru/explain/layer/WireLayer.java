package naru.explain.layer;

import java.util.List;
import java.util.Optional;
import naru.compile.LocalEndpoint;
import naru.compile.ReservedIdentity;
import naru.compile.Tables;
import naru.explain.Confidence;
import naru.explain.End;
import naru.explain.Layer;
import naru.explain.Place;
import naru.explain.Quote;
import naru.explain.Step;
import naru.explain.Verdict;
import naru.explain.Walk;
import naru.explain.cause.PathCause.SourceNotCredible;
import naru.model.Ipv4Address;

/**
 * Between nodes, and in at the destination's uplink. What the network between them does with the
 * packet is not looked at yet.
 */
final class WireLayer implements Layer {

    @Override
    public void walk(Walk walk) {
        End from = walk.question().source();
        End to = walk.question().destination();
        if (walk.question().staysOnNode()) {
            return;
        }
        String outside = "outside the cluster";
        String way =
                (from.node().isEmpty() ? outside : from.node())
                        + " to "
                        + (to.node().isEmpty() ? outside : to.node());
        walk.hop(
                "wire",
                "",
                "network from " + way,
                Confidence.INFERRED,
                List.of(Step.of("network", Verdict.PASS, "assumed to deliver: nothing was sent")));
        if (!to.node().isEmpty()) {
            arrive(walk, walk.place(to.node()));
        }
    }

    private static void arrive(Walk walk, Place place) {
        Ipv4Address source = walk.question().sourceAddress();
        Tables tables = place.facts().isPresent() ? place.facts().get().tables() : place.desired();
        Optional<Integer> holder =
                tables.endpoint(source)
                        .map(LocalEndpoint::identity)
                        .or(() -> tables.ipcache(source).map(found -> found.value().identity()));
        boolean own =
                tables.endpoint(source).isPresent()
                        || holder.equals(Optional.of(ReservedIdentity.HOST.number()));
        Step step =
                Step.of(
                        "source",
                        Verdict.PASS,
                        source + " is none of " + place.node() + "'s own addresses");
        if (own) {
            Quote quote =
                    Quote.of(
                            "ipcache_map4",
                            source + " -> " + Integer.toUnsignedString(holder.orElse(0)));
            SourceNotCredible cause =
                    new SourceNotCredible(place.node(), source.toString(), List.of(quote));
            walk.blame(List.of(cause), List.of());
            step = Step.of("source", Verdict.DROP, cause.sentence(), quote);
        }
        walk.hop(
                place.node() + "/node_ingress",
                place.node(),
                "node_ingress at the uplink of " + place.node(),
                place.confidence(),
                List.of(step));
    }
}
