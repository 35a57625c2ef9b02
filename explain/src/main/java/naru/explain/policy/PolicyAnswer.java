package naru.explain.policy;

import java.util.List;
import java.util.Optional;
import naru.compile.Decision;
import naru.compile.Evaluator;
import naru.compile.Found;
import naru.compile.LocalEndpoint;
import naru.compile.NearRule;
import naru.compile.Tables;
import naru.explain.KernelFacts;
import naru.explain.Place;
import naru.explain.Question;
import naru.model.Ipv4Address;
import naru.model.NetworkPolicy.Direction;
import naru.model.ObjectKey;

/** One pod's policy in one direction, asked in the cluster's objects and in the kernel's maps. */
final class PolicyAnswer {

    private final Attachment owner;
    private final Direction direction;
    private final Peer peer;
    private final Question question;
    private final Place place;

    PolicyAnswer(Attachment owner, Direction direction, Peer peer, Question question) {
        this.owner = owner;
        this.direction = direction;
        this.peer = peer;
        this.question = question;
        this.place = owner.place();
    }

    /** By the cluster's objects, for who the peer really is. */
    Decision wanted() {
        return ask(place.desired(), owner.wanted().orElseThrow(), peer.wanted());
    }

    /** By what decides in fact, for whom the datapath takes the peer. */
    Decision found() {
        return found(peer.seen());
    }

    Decision found(int identity) {
        return place.facts()
                .map(facts -> ask(facts.tables(), owner.found().orElseThrow(), identity))
                .orElseGet(() -> ask(place.desired(), owner.wanted().orElseThrow(), identity));
    }

    List<String> isolatedBy() {
        return place.desired().isolatedBy(owner.wanted().orElseThrow().slot(), direction).stream()
                .sorted()
                .map(PolicyAnswer::name)
                .toList();
    }

    Optional<NearRule> closest() {
        LocalEndpoint endpoint = owner.wanted().orElseThrow();
        return new Evaluator(place.desired())
                        .closest(
                                endpoint.policySet(),
                                direction,
                                peer.wanted(),
                                block(place.desired(), peer.address()),
                                question.protocol(),
                                question.port())
                        .stream()
                        .findFirst();
    }

    /** Packets that the deciding entry has let through so far. */
    Optional<Long> packets(Decision decision) {
        Optional<KernelFacts> facts = place.facts();
        return facts.isEmpty() || owner.found().isEmpty()
                ? Optional.empty()
                : decision.key()
                        .flatMap(key -> facts.get().packets(owner.found().get().slot(), key));
    }

    private Decision ask(Tables tables, LocalEndpoint endpoint, int identity) {
        return new Evaluator(tables)
                .decide(
                        endpoint.policySet(),
                        direction,
                        identity,
                        block(tables, peer.address()),
                        question.protocol(),
                        question.port());
    }

    private static int block(Tables tables, Ipv4Address address) {
        return tables.block(address).map(Found::value).orElse(0);
    }

    private static String name(ObjectKey key) {
        return Names.object(key);
    }
}
