package naru.explain.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import naru.compile.Compiler;
import naru.compile.Identity;
import naru.compile.NearRule;
import naru.compile.ReservedIdentity;
import naru.explain.Fix;
import naru.explain.Question;
import naru.explain.Walk;
import naru.explain.policy.Attachment;
import naru.explain.policy.Peer;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
import naru.model.LabelSelector.Requirement;
import naru.model.Namespace;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.BlockPeer;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Port;
import naru.model.NetworkPolicy.PortRange;
import naru.model.NetworkPolicy.Rule;
import naru.model.Protocol;

/**
 * The smallest policy that, added to those there are, lets the packet through: these pods, this
 * peer, this port. It is tried on a copy of the compiler before it is offered, and so is its price.
 */
final class PolicyFix {

    private final Walk walk;
    private final Attachment owner;
    private final Direction direction;
    private final Peer peer;

    private PolicyFix(Walk walk, Attachment owner, Direction direction, Peer peer) {
        this.walk = walk;
        this.owner = owner;
        this.direction = direction;
        this.peer = peer;
    }

    static List<Fix> of(
            Walk walk,
            Attachment owner,
            Direction direction,
            Peer peer,
            Optional<NearRule> closest) {
        PolicyFix fix = new PolicyFix(walk, owner, direction, peer);
        Compiler before = owner.place().desired();
        NetworkPolicy policy = fix.policy(before);
        Compiler after = walk.with(policy, before);
        Opened opened = new Opened(before, after, direction, walk.question());
        if (!opened.allows(owner.wanted().orElseThrow(), peer)) {
            return List.of();
        }
        List<String> opens =
                new ArrayList<>(opened.newlyAllowed(owner.wanted().orElseThrow(), peer));
        if (walk.question().protocol() == Question.ICMP) {
            opens.add("every port as well: a NetworkPolicy cannot name ICMP alone");
        }
        String where =
                closest.map(near -> ", or add the same to " + near.rule().origin()).orElse("");
        return List.of(
                new Fix(
                        "apply this policy, which is added to the others" + where,
                        PolicyYaml.of(policy),
                        opens));
    }

    private NetworkPolicy policy(Compiler cluster) {
        Rule rule = new Rule(List.of(peer(cluster)), ports());
        boolean ingress = direction == Direction.INGRESS;
        return new NetworkPolicy(
                owner.pod().key().namespace(),
                name(),
                selector(labels(cluster, owner.wanted().orElseThrow().identity())),
                Set.of(direction),
                ingress ? List.of(rule) : List.of(),
                ingress ? List.of() : List.of(rule));
    }

    private NetworkPolicy.Peer peer(Compiler cluster) {
        Optional<Identity> identity = cluster.identity(peer.wanted());
        if (!ReservedIdentity.isPod(peer.wanted()) || identity.isEmpty()) {
            return new BlockPeer(peer.address().toPrefix(), List.of());
        }
        String namespace = identity.get().labels().namespace();
        Optional<LabelSelector> namespaces =
                namespace.equals(owner.pod().key().namespace())
                        ? Optional.empty()
                        : Optional.of(selector(Map.of(Namespace.NAME_LABEL, namespace)));
        return new PodPeer(namespaces, Optional.of(selector(identity.get().labels().labels())));
    }

    private List<Port> ports() {
        Question question = walk.question();
        for (Protocol protocol : Protocol.values()) {
            if (protocol.number() == question.protocol()) {
                return List.of(new Port(protocol, new PortRange(question.port(), question.port())));
            }
        }
        return List.of();
    }

    private static Map<String, String> labels(Compiler cluster, int identity) {
        return cluster.identity(identity)
                .map(i -> (Map<String, String>) i.labels().labels())
                .orElse(Map.of());
    }

    private static LabelSelector selector(Map<String, String> labels) {
        return new LabelSelector(
                new TreeMap<>(labels)
                        .entrySet().stream()
                                .map(
                                        l ->
                                                new Requirement(
                                                        l.getKey(),
                                                        Operator.IN,
                                                        Set.of(l.getValue())))
                                .toList());
    }

    private String name() {
        String text =
                "allow-"
                        + peer.name()
                        + (direction == Direction.INGRESS ? "-to-" : "-from-")
                        + owner.pod().key().name();
        String clean = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
        return clean.substring(0, Math.min(clean.length(), 63)).replaceAll("-+$", "");
    }
}
