package naru.compile;

import java.util.ArrayList;
import java.util.List;
import naru.compile.Origin.PolicyRule;
import naru.model.NetworkPolicy.BlockPeer;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.Peer;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Rule;

/** One rule for one policy set: a term for each of its peers. */
final class RuleTerms implements CompiledRule {

    private final PolicyRule origin;
    private final Rule rule;
    private final RulePorts ports;
    private final Sources sources;
    private final EntryWriter entries;
    private final List<Term> terms = new ArrayList<>();

    RuleTerms(PolicyRule origin, Rule rule, PolicySet.Key subject, int policySet, Sources sources) {
        this.origin = origin;
        this.rule = rule;
        this.sources = sources;
        this.ports =
                origin.direction() == Direction.INGRESS
                        ? RulePorts.ingress(rule.ports(), subject::ports)
                        : RulePorts.egress(rule.ports());
        this.entries =
                new EntryWriter(sources.table(), policySet, origin.direction(), Grant.rule(origin));
        if (rule.peers().isEmpty()) {
            admitAll(0);
        }
        rule.peers().forEach(this::admit);
    }

    private void admit(Peer peer) {
        switch (peer) {
            case PodPeer pods -> admit(selector(pods));
            case BlockPeer block -> admit(block);
        }
    }

    private void admit(Selector selector) {
        if (selector.matchesAll()) {
            admitAll(ReservedIdentity.ALL_PODS.number());
        } else {
            terms.add(new Term.Pods(entries, sources.peers(), selector, ports::towards));
        }
    }

    private void admitAll(int identity) {
        terms.add(new Term.Fixed(entries, identity, ports.fixed()));
        for (PortName name : ports.named()) {
            RulePorts only = new RulePorts(List.of(), List.of(name));
            terms.add(
                    new Term.Pods(
                            entries, sources.peers(), new Selector.HasPort(name), only::named));
        }
    }

    private void admit(BlockPeer block) {
        terms.add(new Term.Block(entries, sources.blocks(), block, ports.fixed()));
        for (PortName name : ports.named()) {
            terms.add(
                    new Term.NamedInBlock(entries, sources.peers(), sources.blocks(), block, name));
        }
    }

    void attach() {
        terms.forEach(Term::attach);
    }

    void detach() {
        terms.forEach(Term::detach);
    }

    @Override
    public PolicyRule origin() {
        return origin;
    }

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public boolean admitsPeer(int identity, int blockSet) {
        return rule.peers().isEmpty()
                || rule.peers().stream().anyMatch(peer -> is(peer, identity, blockSet));
    }

    private boolean is(Peer peer, int identity, int blockSet) {
        return switch (peer) {
            case PodPeer pods -> {
                Selector selector = selector(pods);
                yield selector.matchesAll()
                        ? ReservedIdentity.isPod(identity)
                        : sources.identity()
                                .apply(identity)
                                .filter(known -> sources.peers().picks(selector, known))
                                .isPresent();
            }
            case BlockPeer block -> sources.blocks().contains(block, blockSet);
        };
    }

    @Override
    public List<PortSpan> ports(int peerIdentity) {
        return sources.identity().apply(peerIdentity).map(ports::towards).orElse(ports.fixed());
    }

    private Selector selector(PodPeer pods) {
        return Selector.of(origin.policy().namespace(), pods);
    }
}
