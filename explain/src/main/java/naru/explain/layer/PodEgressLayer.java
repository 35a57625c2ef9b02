package naru.explain.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.compile.LocalEndpoint;
import naru.compile.ReservedIdentity;
import naru.explain.End;
import naru.explain.KernelFacts.Hook;
import naru.explain.KernelFacts.PodDevice;
import naru.explain.Layer;
import naru.explain.Place;
import naru.explain.Question;
import naru.explain.Step;
import naru.explain.Verdict;
import naru.explain.Walk;
import naru.explain.policy.Attachment;
import naru.explain.policy.Peer;
import naru.explain.policy.PolicyStep;
import naru.linux.netfilter.Mark;
import naru.model.NetworkPolicy.Direction;

/**
 * The packet leaves its pod. For a pod of the same node both policies are asked here, and it is
 * handed over at once; else it goes on to the stack.
 */
final class PodEgressLayer implements Layer {

    @Override
    public void walk(Walk walk) {
        if (!(walk.question().source() instanceof End.Pod source)) {
            return;
        }
        Place place = walk.place(source.node());
        Attachment from = Attachment.of(source, place);
        PodHook hook = new PodHook(walk, from, Hook.POD_EGRESS);
        List<Step> steps = new ArrayList<>();
        hook.unknownEndpoint().or(hook::notRunning).ifPresent(steps::add);
        if (steps.isEmpty()) {
            ask(walk, place, from, steps);
            int ingress = from.device().map(PodDevice::ifindex).orElse(0);
            hook.dryRun(steps, ingress, Mark.NONE).ifPresent(steps::add);
            hook.seen().ifPresent(steps::add);
        }
        hook.hop(steps);
    }

    private static void ask(Walk walk, Place place, Attachment from, List<Step> steps) {
        Question question = walk.question();
        Optional<Attachment> neighbour = neighbour(question, place).filter(from::handsOverTo);
        Step egress = PolicyStep.ask(walk, from, Direction.EGRESS, destination(question, place));
        steps.add(egress);
        if (egress.verdict() != Verdict.PASS || neighbour.isEmpty()) {
            return;
        }
        steps.add(
                PolicyStep.ask(
                        walk, neighbour.get(), Direction.INGRESS, source(question, place, from)));
    }

    private static Optional<Attachment> neighbour(Question question, Place place) {
        return question.destination() instanceof End.Pod pod && question.staysOnNode()
                ? Optional.of(Attachment.of(pod, place))
                : Optional.empty();
    }

    private static Peer destination(Question question, Place place) {
        return Peers.byAddress(place, question.destination());
    }

    private static Peer source(Question question, Place place, Attachment from) {
        int wanted =
                from.wanted().map(LocalEndpoint::identity).orElse(ReservedIdentity.INIT.number());
        int seen = from.known().map(LocalEndpoint::identity).orElse(wanted);
        return Peers.of(place, question.source(), wanted, seen);
    }
}
