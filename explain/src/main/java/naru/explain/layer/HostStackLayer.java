package naru.explain.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.compile.LocalEndpoint;
import naru.explain.Confidence;
import naru.explain.End;
import naru.explain.KernelFacts;
import naru.explain.KernelFacts.HostIdentity;
import naru.explain.KernelFacts.PodDevice;
import naru.explain.KernelFacts.RouteTaken;
import naru.explain.Layer;
import naru.explain.Place;
import naru.explain.Quote;
import naru.explain.Setting;
import naru.explain.Step;
import naru.explain.Verdict;
import naru.explain.Walk;
import naru.explain.cause.Cause;
import naru.explain.cause.PathCause.DroppedByNetfilter;
import naru.explain.cause.TableCause.SettingNotInForce;
import naru.explain.mark.MarkLook;
import naru.linux.netfilter.Certainty;
import naru.linux.netfilter.Mark;
import naru.linux.netfilter.NetfilterPacket;
import naru.linux.netfilter.Visit;

/**
 * A node's own stack makes the packet: its netfilter rules, and what the datapath can know of it.
 */
final class HostStackLayer implements Layer {

    @Override
    public void walk(Walk walk) {
        if (walk.question().source() instanceof End.Host host) {
            Place place = walk.place(host.node());
            if (place.facts().isPresent()) {
                seen(walk, host, place.facts().get());
            } else {
                walk.hostOrigin(new Walk.HostOrigin(Certainty.YES, Mark.NONE, List.of()));
                Step step = Step.of("netfilter", Verdict.PASS, "its rules are not seen from here");
                hop(walk, host, Confidence.INFERRED, List.of(step));
            }
        }
    }

    private static void seen(Walk walk, End.Host host, KernelFacts facts) {
        MarkLook look = MarkLook.at(facts, host.node(), packet(walk, facts));
        List<Step> steps = new ArrayList<>();
        Optional<Visit> dropped = look.droppedBy();
        if (dropped.isPresent()) {
            Cause cause = new DroppedByNetfilter(dropped.get(), look.listing());
            walk.blame(List.of(cause), List.of());
            steps.add(
                    new Step(
                            "netfilter",
                            Verdict.DROP,
                            cause.sentence(),
                            List.of(),
                            List.of(),
                            "",
                            look.listing()));
        } else {
            steps.add(
                    Step.of(
                            "netfilter",
                            Verdict.PASS,
                            "no rule of OUTPUT or POSTROUTING drops it"));
        }
        look.doubts()
                .forEach(
                        doubt ->
                                walk.unseen(
                                        "whether this applies: " + doubt,
                                        "watch its counter while a packet is sent"));
        look.state()
                .unseen()
                .forEach(what -> walk.unseen(what, "install or repair the tool and ask again"));
        steps.add(origin(walk, facts, look));
        hop(walk, host, look.confidence(), steps);
    }

    /** How the datapath will know, at the pod, that this node made the packet. */
    private static Step origin(Walk walk, KernelFacts facts, MarkLook look) {
        Optional<HostIdentity> loaded = facts.loadedHostIdentity();
        Setting wanted = facts.setting(Setting.HOST_IDENTITY);
        String loadedName =
                loaded.map(mode -> mode.name().toLowerCase(java.util.Locale.ROOT)).orElse("");
        Quote program =
                Quote.of(".rodata of the loaded programs", "config.host_identity = " + loadedName);
        if (loaded.isEmpty()) {
            walk.unseen(
                    "how the loaded programs know the host", "load the programs: start the agent");
            walk.hostOrigin(new Walk.HostOrigin(Certainty.MAYBE, Mark.NONE, List.of()));
            return Step.of(
                    "origin",
                    Verdict.PASS,
                    "the constants of the loaded programs could not be read");
        }
        if (!wanted.is(loadedName)) {
            walk.finding(
                    List.of(
                            new SettingNotInForce(
                                    wanted.toString(), loadedName, List.of(program))));
        }
        if (!MarkLook.looksAtMarks(loaded)) {
            walk.hostOrigin(new Walk.HostOrigin(Certainty.YES, look.deciding().mark(), List.of()));
            return Step.of(
                    "origin",
                    Verdict.PASS,
                    "the kernel says who made it (ingress_ifindex 0); marks and iptables do not matter",
                    program);
        }
        return markedOrigin(walk, look, program);
    }

    /** As {@link #origin}, where the programs look at marks. */
    private static Step markedOrigin(Walk walk, MarkLook look, Quote program) {
        walk.hostOrigin(new Walk.HostOrigin(look.marked(), look.deciding().mark(), look.causes()));
        if (walk.question().staysOnNode()) {
            walk.finding(look.oddity());
        }
        List<Quote> evidence = new ArrayList<>(List.of(program));
        if (look.marked() == Certainty.YES) {
            evidence.addAll(look.markedBy());
        }
        String finding =
                look.markText()
                        + switch (look.marked()) {
                            case YES -> ": that is the host's mark";
                            case NO ->
                                    ": not the host's mark 0xc00/0xf00, by which the programs know it";
                            case MAYBE -> ", or the host's mark 0xc00/0xf00";
                        };
        return new Step("origin", Verdict.PASS, finding, List.of(), List.of(), "", evidence);
    }

    private static NetfilterPacket packet(Walk walk, KernelFacts facts) {
        var question = walk.question();
        Optional<String> pod =
                facts.tables()
                        .endpoint(question.destinationAddress())
                        .map(LocalEndpoint::slot)
                        .flatMap(facts::podDevice)
                        .map(PodDevice::name);
        String device =
                pod.or(() -> facts.route(question.destinationAddress()).map(RouteTaken::device))
                        .orElse("");
        return NetfilterPacket.made(
                question.sourceAddress().bits(),
                question.destinationAddress().bits(),
                question.protocol(),
                question.port(),
                device);
    }

    private static void hop(Walk walk, End.Host host, Confidence confidence, List<Step> steps) {
        String key = host.node() + "/stack";
        walk.hop(
                key,
                host.node(),
                "stack of " + host.node() + " (" + host.name() + " sends)",
                confidence,
                steps);
    }
}
