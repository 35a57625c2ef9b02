package naru.explain.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.compile.LocalEndpoint;
import naru.explain.DryRun;
import naru.explain.KernelFacts;
import naru.explain.KernelFacts.Hook;
import naru.explain.KernelFacts.RouteTaken;
import naru.explain.Quote;
import naru.explain.Step;
import naru.explain.Verdict;
import naru.explain.Walk;
import naru.explain.cause.Cause;
import naru.explain.cause.EndpointCause.EndpointUnknown;
import naru.explain.cause.EndpointCause.NotAttached;
import naru.explain.cause.EndpointCause.Overtaken;
import naru.explain.cause.EndpointCause.Unmanaged;
import naru.explain.cause.TableCause.DatapathDisagrees;
import naru.explain.cause.TableCause.MapDisagrees;
import naru.explain.fix.Fixes;
import naru.explain.policy.Attachment;
import naru.linux.netfilter.Mark;
import naru.model.Ipv4Address;

/**
 * What both hooks of a pod's veth have in common: is the pod known, does our program run, and what
 * does it say?
 */
final class PodHook {

    private final Walk walk;
    private final Attachment attachment;
    private final Hook hook;

    PodHook(Walk walk, Attachment attachment, Hook hook) {
        this.walk = walk;
        this.attachment = attachment;
        this.hook = hook;
    }

    /** Empty if all is well; else the step that says what is wrong with the pod's attachment. */
    Optional<Step> unknownEndpoint() {
        if (attachment.known().isEmpty()) {
            return Optional.of(withoutEndpoint());
        }
        if (attachment.wanted().isPresent()) {
            return Optional.empty();
        }
        String known = endpointText(attachment.known().get());
        Quote quote = Quote.of("endpoint_map4", known);
        String wanted = "no endpoint for " + attachment.pod().name();
        Cause cause = new MapDisagrees("endpoint_map4", wanted, known, List.of(quote));
        walk.doubt(List.of(cause));
        return Optional.of(Step.of("endpoint", Verdict.UNKNOWN, cause.sentence(), quote));
    }

    /** What no endpoint has may be another network's, if the node's routes lead to it. */
    private Step withoutEndpoint() {
        String pod = attachment.pod().name();
        String node = attachment.place().node();
        Ipv4Address address = attachment.pod().address().orElseThrow();
        Optional<RouteTaken> route = attachment.place().facts().flatMap(f -> f.route(address));
        List<Quote> quotes = new ArrayList<>();
        quotes.add(Quote.of("endpoint_map4", "(no entry " + address + ")"));
        route.ifPresent(r -> quotes.add(Quote.of("ip route get " + address, r.text())));
        if (attachment.wanted().isPresent() || route.filter(RouteTaken::delivers).isEmpty()) {
            Cause cause = new EndpointUnknown(pod, address.toString(), node, List.copyOf(quotes));
            boolean forGood = attachment.wanted().isEmpty();
            walk.blame(
                    List.of(cause),
                    forGood ? List.of(Fixes.newInterface(attachment.pod())) : List.of());
            return Step.of("endpoint", Verdict.DROP, cause.sentence(), cause.evidence());
        }
        String device = route.get().device();
        Cause cause = new Unmanaged(pod, address.toString(), node, device, List.copyOf(quotes));
        walk.finding(List.of(cause));
        walk.unseen(
                "what the network that made " + pod + " does with the packet",
                "on " + node + ": tcpdump -ni " + device + " host " + address);
        return Step.of("endpoint", Verdict.PASS, cause.sentence(), cause.evidence());
    }

    /** Empty if our program runs first, as far as could be seen; else what is wrong. */
    Optional<Step> notRunning() {
        Optional<List<String>> programs =
                attachment
                        .place()
                        .facts()
                        .flatMap(
                                facts ->
                                        attachment
                                                .device()
                                                .flatMap(
                                                        device ->
                                                                facts.attached(
                                                                        hook, device.name())));
        if (programs.isEmpty()) {
            return Optional.empty();
        }
        List<String> order = programs.get();
        Quote quote =
                new Quote(
                        "programs at " + attachment.deviceName(),
                        order.isEmpty() ? List.of("(none)") : order);
        int ours = order.indexOf(hook.program());
        if (ours < 0) {
            Cause cause = new NotAttached(hook.program(), attachment.deviceName(), List.of(quote));
            walk.finding(List.of(cause));
            return Optional.of(Step.of("program", Verdict.PASS, cause.sentence(), quote));
        }
        if (ours > 0) {
            walk.finding(
                    List.of(
                            new Overtaken(
                                    hook.program(),
                                    attachment.deviceName(),
                                    order.getFirst(),
                                    List.of(quote))));
        }
        return Optional.empty();
    }

    /** The program itself is asked, with the packet in question; nothing is sent. */
    Optional<Step> dryRun(List<Step> steps, int ingressIfindex, Mark mark) {
        Optional<KernelFacts> facts = attachment.place().facts();
        if (facts.isEmpty() || attachment.device().isEmpty()) {
            return Optional.empty();
        }
        DryRun.Packet packet =
                new DryRun.Packet(
                        hook,
                        attachment.device().get().ifindex(),
                        ingressIfindex,
                        mark.value(),
                        walk.question().sourceAddress(),
                        walk.question().destinationAddress(),
                        walk.question().protocol(),
                        walk.question().port());
        return facts.get().dryRun(packet).map(answer -> judge(steps, packet, answer));
    }

    /** What was really dropped of late. */
    Optional<Step> seen() {
        return attachment
                .place()
                .facts()
                .flatMap(facts -> facts.drops(walk.question()))
                .map(
                        drops ->
                                Step.of(
                                        "seen",
                                        Verdict.PASS,
                                        drops.count()
                                                + " such packets were dropped lately, the last one "
                                                + drops.last().toSeconds()
                                                + " s ago",
                                        new Quote("events of the programs", drops.lines())));
    }

    private Step judge(List<Step> steps, DryRun.Packet packet, DryRun.Answer answer) {
        boolean drops = steps.stream().anyMatch(step -> step.verdict() == Verdict.DROP);
        boolean open = steps.stream().anyMatch(step -> step.verdict() == Verdict.UNKNOWN);
        Quote quote =
                Quote.of(
                        "BPF_PROG_TEST_RUN of " + hook.program() + ", dry_run",
                        "ifindex "
                                + packet.ifindex()
                                + " ingress_ifindex "
                                + packet.ingressIfindex()
                                + " mark 0x"
                                + Integer.toHexString(packet.mark())
                                + ": "
                                + answer);
        if (!open && drops == answer.forwarded()) {
            Cause cause =
                    new DatapathDisagrees(
                            hook.program(),
                            drops ? "a drop" : "forwarding",
                            answer.toString(),
                            List.of(quote));
            walk.finding(List.of(cause));
            if (!answer.forwarded()) {
                walk.blame(List.of(cause), List.of());
                return Step.of("dry run", Verdict.DROP, cause.sentence(), quote);
            }
            return Step.of("dry run", Verdict.PASS, cause.sentence(), quote);
        }
        return Step.of(
                "dry run",
                Verdict.PASS,
                "the loaded program, asked with this packet, answers: " + answer,
                quote);
    }

    void hop(List<Step> steps) {
        String node = attachment.place().node();
        String pod = attachment.pod().name();
        String place =
                attachment.known().isEmpty()
                        ? pod + " on " + node
                        : "%s at %s of %s on %s"
                                .formatted(hook.program(), attachment.deviceName(), pod, node);
        walk.hop(
                node + "/" + hook.program(),
                node,
                place,
                attachment.place().confidence(),
                new ArrayList<>(steps));
    }

    private static String endpointText(LocalEndpoint endpoint) {
        return endpoint.address()
                + " -> endpoint "
                + endpoint.slot()
                + " identity "
                + Integer.toUnsignedString(endpoint.identity());
    }
}
