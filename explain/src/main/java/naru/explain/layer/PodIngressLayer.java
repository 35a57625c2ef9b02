package naru.explain.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.compile.LocalEndpoint;
import naru.explain.End;
import naru.explain.KernelFacts.Hook;
import naru.explain.KernelFacts.RouteTaken;
import naru.explain.Layer;
import naru.explain.Place;
import naru.explain.Quote;
import naru.explain.Step;
import naru.explain.Verdict;
import naru.explain.Walk;
import naru.explain.cause.PathCause.WrongRoute;
import naru.explain.policy.Attachment;
import naru.explain.policy.Names;
import naru.explain.policy.Peer;
import naru.explain.policy.PolicyStep;
import naru.linux.netfilter.Mark;
import naru.model.NetworkPolicy.Direction;

/** The stack hands the packet to a pod: identity of the sender, ingress policy. */
final class PodIngressLayer implements Layer {

    @Override
    public void walk(Walk walk) {
        if (!(walk.question().destination() instanceof End.Pod pod)) {
            return;
        }
        Place place = walk.place(pod.node());
        Attachment to = Attachment.of(pod, place);
        if (isHandedOver(walk, to)) {
            return;
        }
        PodHook hook = new PodHook(walk, to, Hook.POD_INGRESS);
        List<Step> steps = new ArrayList<>();
        Optional<Step> obstacle =
                hook.unknownEndpoint().or(() -> wrongRoute(walk, place, to)).or(hook::notRunning);
        obstacle.ifPresent(steps::add);
        if (obstacle.isEmpty() && passesRules(walk, place, to, steps)) {
            Peer peer = peer(walk, place);
            steps.add(identity(place, peer, to));
            steps.add(PolicyStep.ask(walk, to, Direction.INGRESS, peer));
            hook.dryRun(steps, ingressIfindex(walk), mark(walk)).ifPresent(steps::add);
            hook.seen().ifPresent(steps::add);
        }
        hook.hop(steps);
    }

    private static boolean isHandedOver(Walk walk, Attachment to) {
        return walk.question().source() instanceof End.Pod source
                && walk.question().staysOnNode()
                && Attachment.of(source, walk.place(source.node())).handsOverTo(to);
    }

    /** What comes from elsewhere passes FORWARD, by the device that answers leave by. */
    private static boolean passesRules(Walk walk, Place place, Attachment to, List<Step> steps) {
        if (walk.question().source() instanceof End.Host && walk.question().staysOnNode()) {
            return true;
        }
        Optional<Step> rules =
                place.facts()
                        .flatMap(facts -> facts.route(walk.question().sourceAddress()))
                        .map(RouteTaken::device)
                        .flatMap(in -> NodeRules.through(walk, place, in, to.deviceName()));
        rules.ifPresent(steps::add);
        return rules.isEmpty() || rules.get().verdict() == Verdict.PASS;
    }

    private static Peer peer(Walk walk, Place place) {
        End source = walk.question().source();
        return source instanceof End.Host host && walk.question().staysOnNode()
                ? Peers.host(walk, place, host)
                : Peers.byAddress(place, source);
    }

    private static Step identity(Place place, Peer peer, Attachment to) {
        String seen = Names.identity(place.desired(), peer.seen());
        String wanted = Names.identity(place.desired(), peer.wanted());
        String own =
                to.known()
                        .map(LocalEndpoint::identity)
                        .map(i -> Names.identity(place.desired(), i))
                        .orElse("?");
        String finding =
                peer.seen() == peer.wanted()
                        ? "the datapath takes the sender for " + seen
                        : "the datapath takes the sender for " + seen + ", though it is " + wanted;
        return Step.of("identity", Verdict.PASS, finding + "; the pod is " + own);
    }

    private static Optional<Step> wrongRoute(Walk walk, Place place, Attachment to) {
        Optional<RouteTaken> route =
                place.facts().flatMap(facts -> facts.route(walk.question().destinationAddress()));
        if (route.isEmpty()
                || to.device().isEmpty()
                || route.get().delivers() && route.get().device().equals(to.deviceName())) {
            return Optional.empty();
        }
        String destination = walk.question().destinationAddress().toString();
        Quote quote = Quote.of("ip route get " + destination, route.get().text());
        String leadsTo = route.get().delivers() ? route.get().device() : "nowhere";
        WrongRoute cause =
                new WrongRoute(place.node(), destination, to.deviceName(), leadsTo, List.of(quote));
        walk.blame(List.of(cause), List.of());
        return Optional.of(Step.of("route", Verdict.DROP, cause.sentence(), quote));
    }

    /**
     * A packet of the node's own has no ingress device; of another one any that is not 0 will do.
     */
    private static int ingressIfindex(Walk walk) {
        boolean own = walk.question().source() instanceof End.Host && walk.question().staysOnNode();
        return own ? 0 : 1;
    }

    private static Mark mark(Walk walk) {
        return walk.question().staysOnNode() ? walk.hostOrigin().mark() : Mark.NONE;
    }
}
