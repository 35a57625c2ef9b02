package naru.explain.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.explain.Confidence;
import naru.explain.End;
import naru.explain.KernelFacts.RouteTaken;
import naru.explain.Layer;
import naru.explain.Place;
import naru.explain.Step;
import naru.explain.Verdict;
import naru.explain.Walk;
import naru.explain.policy.Attachment;

/** Where the packet ends. Whether somebody listens there is not looked at. */
final class ArrivalLayer implements Layer {

    @Override
    public void walk(Walk walk) {
        End to = walk.question().destination();
        String finding =
                switch (to) {
                    case End.Pod _ -> "delivered; replies pass without being asked";
                    case End.Host _ ->
                            "delivered to the node's own stack, where no pod policy is asked";
                    case End.Outside _ -> "it has left the cluster";
                };
        List<Step> steps = new ArrayList<>();
        if (to instanceof End.Host) {
            intoStack(walk, walk.place(to.node())).ifPresent(steps::add);
        }
        Confidence confidence = steps.isEmpty() ? Confidence.INFERRED : Confidence.SEEN;
        if (steps.stream().allMatch(step -> step.verdict() == Verdict.PASS)) {
            steps.add(Step.of("arrival", Verdict.PASS, finding));
        }
        walk.hop(
                "end",
                to.node(),
                to.name() + to.address().map(address -> " " + address).orElse(""),
                confidence,
                steps);
    }

    private static Optional<Step> intoStack(Walk walk, Place place) {
        return device(walk, place).flatMap(in -> NodeRules.in(walk, place, in));
    }

    /** Where the packet comes in; from elsewhere, the device that answers leave by. */
    private static Optional<String> device(Walk walk, Place place) {
        if (!walk.question().staysOnNode()) {
            return place.facts()
                    .flatMap(facts -> facts.route(walk.question().sourceAddress()))
                    .map(RouteTaken::device);
        }
        return Optional.of(
                walk.question().source() instanceof End.Pod pod
                        ? Attachment.of(pod, place).deviceName()
                        : "lo");
    }
}
