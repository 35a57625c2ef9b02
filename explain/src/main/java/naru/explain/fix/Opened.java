package naru.explain.fix;

import java.util.ArrayList;
import java.util.List;
import naru.compile.Compiler;
import naru.compile.Evaluator;
import naru.compile.Found;
import naru.compile.Identity;
import naru.compile.LocalEndpoint;
import naru.explain.Question;
import naru.explain.policy.Names;
import naru.explain.policy.Peer;
import naru.model.NetworkPolicy.Direction;

/**
 * What a change opens: the evaluator is asked before and after, for every kind of peer there is.
 */
final class Opened {

    private static final int MOST = 12;

    private final Compiler before;
    private final Compiler after;
    private final Direction direction;
    private final Question question;

    Opened(Compiler before, Compiler after, Direction direction, Question question) {
        this.before = before;
        this.after = after;
        this.direction = direction;
        this.question = question;
    }

    /** Does the change do what it is for? */
    boolean allows(LocalEndpoint owner, Peer peer) {
        return after.endpoint(owner.address())
                .filter(endpoint -> allowed(after, endpoint, peer.wanted(), peer))
                .isPresent();
    }

    /** Pairs of this node's pods and peers, but the one in question, that are denied no more. */
    List<String> newlyAllowed(LocalEndpoint owner, Peer peer) {
        List<String> opened = new ArrayList<>();
        for (int slot : before.endpoints().keySet().stream().sorted().toList()) {
            LocalEndpoint was = before.endpoint(slot).orElseThrow();
            int asked = slot == owner.slot() ? peer.wanted() : 0;
            after.endpoint(slot).ifPresent(is -> compare(was, is, asked, opened));
        }
        int more = opened.size() - MOST;
        List<String> some = new ArrayList<>(opened.subList(0, Math.min(opened.size(), MOST)));
        if (more > 0) {
            some.add("and " + more + " more");
        }
        return some.isEmpty() ? List.of("nothing else that the cluster has now") : some;
    }

    private void compare(LocalEndpoint was, LocalEndpoint is, int asked, List<String> opened) {
        for (Identity identity : before.identities()) {
            if (identity.number() != asked
                    && !allowed(before, was, identity.number())
                    && allowed(after, is, identity.number())) {
                opened.add(sentence(was, Names.identity(before, identity.number())));
            }
        }
    }

    private String sentence(LocalEndpoint endpoint, String peer) {
        String pod = endpoint.pod().map(Names::object).orElse(endpoint.address().toString());
        return direction == Direction.INGRESS
                ? peer + " reaches " + pod + " at " + question.service()
                : pod + " reaches " + peer + " at " + question.service();
    }

    private boolean allowed(Compiler tables, LocalEndpoint endpoint, int identity) {
        return new Evaluator(tables)
                .decide(
                        endpoint.policySet(),
                        direction,
                        identity,
                        0,
                        question.protocol(),
                        question.port())
                .allowed();
    }

    private boolean allowed(Compiler tables, LocalEndpoint endpoint, int identity, Peer peer) {
        int block = tables.block(peer.address()).map(Found::value).orElse(0);
        return new Evaluator(tables)
                .decide(
                        endpoint.policySet(),
                        direction,
                        identity,
                        block,
                        question.protocol(),
                        question.port())
                .allowed();
    }
}
