package naru.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.compile.Connection;
import naru.compile.Decision;
import naru.compile.PolicyEntry;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.naive.Answer;
import naru.naive.Attempt;
import naru.naive.NaiveCluster;
import naru.naive.generate.AttemptGenerator;
import naru.naive.generate.Change;
import naru.naive.generate.ClusterGenerator;
import naru.naive.generate.Dice;
import naru.proof.ProvenNode.Local;
import naru.proof.ProvenNode.Passage;

/**
 * One random cluster and what happens to it. Before and after each change connections are tried:
 * the naive model, the evaluator, the dry run and the program must agree. While a change is written
 * nothing may open that one of its ends refuses before and after, and nothing may close that is
 * open both times. (Both ends of a connection do not change in the same instant: on two nodes they
 * can't.)
 */
final class Differential {

    private static final int PODS = 14;
    private static final int POLICIES = 6;
    private static final int CHANGES = 40;
    private static final int TRIALS = 120;
    private static final int WATCHED = 12;
    private static final int LIVE = 60;
    private static final int EPOCHS_LEFT = 400;

    /** Connections in a hundred that use ports once more. */
    private static final int AGAIN = 15;

    private static final int FIRST_PORT = 20000;
    private static final int PORTS = 40000;

    private final long seed;
    private final Tally tally;
    private final ClusterGenerator generator;
    private final AttemptGenerator attempts;
    private final Dice dice;
    private final TransitionWatch watch = new TransitionWatch(this::wouldPass);
    private final ProvenNode node;
    private final List<LiveFlow> live = new ArrayList<>();
    private final List<Trial> past = new ArrayList<>();
    private int step;
    private int ports;

    /** A connection that was let through, and which ends of it were pods of this node. */
    private record LiveFlow(Trial trial, Optional<Local> source, Optional<Local> destination) {}

    /** A disagreement, with all that is needed to meet it again. */
    static final class Disagreement extends RuntimeException {
        private static final long serialVersionUID = 1;

        Disagreement(String message) {
            super(message);
        }
    }

    private Differential(long seed, Tally tally) {
        this.seed = seed;
        this.tally = tally;
        this.dice = new Dice(seed);
        this.generator = new ClusterGenerator(dice);
        this.attempts = new AttemptGenerator(dice);
        this.node = new ProvenNode(watch::over);
    }

    /**
     * Runs one seed to its end.
     *
     * @throws Disagreement at the first one
     */
    static void run(long seed, Tally tally) {
        Differential differential = new Differential(seed, tally);
        try {
            differential.run();
        } finally {
            differential.node.close();
        }
    }

    private void run() {
        if (seed % 2 == 0) {
            node.letEpochsRunOut(EPOCHS_LEFT);
        }
        generator.beginning(PODS, POLICIES).forEach(node::change);
        node.settle();
        tryConnections();
        for (step = 1; step <= CHANGES; step++) {
            changeSomething();
            revisitFlows();
            tryConnections();
        }
    }

    private void changeSomething() {
        Map<Trial, Answer> before = new LinkedHashMap<>();
        for (int i = 0; i < WATCHED; i++) {
            Trial trial = trial();
            if (concernsThisNode(trial)) {
                before.put(trial, answer(trial));
            }
        }
        Map<ObjectKey, Local> pods = Map.copyOf(node.locals());
        Change change = generator.next();
        node.change(change);
        if (pods.equals(node.locals())) {
            before.forEach((trial, was) -> watch.expect(trial, was, answer(trial)));
        }
        node.settle();
        watch.end().ifPresent(found -> disagree("while " + change + " was written: " + found));
    }

    private NaiveCluster cluster() {
        return generator.cluster();
    }

    private Trial trial() {
        return new Trial(attempts.attempt(cluster()), FIRST_PORT + ports++ % PORTS);
    }

    /** A new connection, or one between the same ports as before: again, or the other way round. */
    private Trial trialOrAgain() {
        if (past.isEmpty() || !dice.percent(AGAIN)) {
            return trial();
        }
        Trial again = dice.pick(past);
        return dice.percent(50) && again.isTcp() ? again.reversed() : again;
    }

    private boolean concernsThisNode(Trial trial) {
        Attempt attempt = trial.attempt();
        return !attempt.source().equals(attempt.destination())
                && (node.local(attempt.source()).isPresent()
                        || node.local(attempt.destination()).isPresent());
    }

    /** What the naive model says of the ends that lie on this node. */
    private Answer answer(Trial trial) {
        Attempt attempt = trial.attempt();
        Answer answer = cluster().ask(attempt);
        return new Answer(
                node.local(attempt.source()).isEmpty() || answer.leaves(),
                node.local(attempt.destination()).isEmpty() || answer.enters());
    }

    private boolean expected(Trial trial) {
        return answer(trial).allowed();
    }

    private void tryConnections() {
        for (int i = 0; i < TRIALS; i++) {
            Trial trial = trialOrAgain();
            if (concernsThisNode(trial)) {
                tryOne(trial);
            }
        }
    }

    private void tryOne(Trial trial) {
        Attempt attempt = trial.attempt();
        boolean expected = expected(trial);
        Connection predicted =
                node.evaluator()
                        .connection(
                                attempt.source(),
                                attempt.destination(),
                                attempt.protocol(),
                                attempt.port());
        check(trial, "evaluator", expected, predicted.allowed());
        Passage passage = pass(trial, trial.first());
        check(trial, "dry run, " + passage.promised(), expected, passage.promised().forwarded());
        check(trial, "program", expected, passage.passed());
        if (expected) {
            checkRules(trial, predicted, passage);
        }
        tally.count(cluster(), attempt, expected);
        boolean fresh = past.stream().noneMatch(other -> other.hasTheTupleOf(trial));
        remember(trial);
        LiveFlow flow =
                new LiveFlow(
                        trial, node.local(attempt.source()), node.local(attempt.destination()));
        if (expected) {
            live.removeIf(other -> other.trial.hasTheTupleOf(trial));
            checkReply(flow, true);
            live.add(flow);
        } else if (fresh && dice.percent(50)) {
            checkLater(flow, false); // a no is not remembered as a connection
        }
    }

    private void remember(Trial trial) {
        past.add(trial);
        if (past.size() > LIVE) {
            past.remove(dice.below(past.size()));
        }
    }

    /** The rules that the evaluator names are those that the programs met. */
    private void checkRules(Trial trial, Connection predicted, Passage passage) {
        int egress = predicted.egress().flatMap(Decision::entry).map(PolicyEntry::rule).orElse(0);
        int ingress = predicted.ingress().flatMap(Decision::entry).map(PolicyEntry::rule).orElse(0);
        if (egress != passage.promised().egressRule()
                || ingress != passage.promised().ingressRule()) {
            disagree(
                    trial
                            + ": evaluator's rules %d, %d; program's %d, %d"
                                    .formatted(
                                            egress,
                                            ingress,
                                            passage.promised().egressRule(),
                                            passage.promised().ingressRule()));
        }
    }

    private Passage pass(Trial trial, byte[] frame) {
        Attempt attempt = trial.attempt();
        return node.local(attempt.source())
                .map(source -> node.leaves(source, frame))
                .orElseGet(
                        () ->
                                node.enters(
                                        node.local(attempt.destination()).orElseThrow(),
                                        frame,
                                        isByHost(trial)));
    }

    private boolean wouldPass(Trial trial) {
        Attempt attempt = trial.attempt();
        return node.local(attempt.source())
                .map(source -> node.wouldLeave(source, trial.first()))
                .orElseGet(
                        () ->
                                node.wouldEnter(
                                        node.local(attempt.destination()).orElseThrow(),
                                        trial.first(),
                                        isByHost(trial)));
    }

    private boolean isByHost(Trial trial) {
        return isThisNode(trial.attempt().source());
    }

    private boolean isThisNode(naru.model.Ipv4Address address) {
        return cluster().all(Node.class).stream()
                .anyMatch(n -> n.name().equals(ProvenNode.NAME) && n.addresses().contains(address));
    }

    private void checkReply(LiveFlow flow, boolean expected) {
        Trial trial = flow.trial;
        Passage passage =
                flow.destination
                        .map(pod -> node.leaves(pod, trial.reply()))
                        .orElseGet(
                                () ->
                                        node.enters(
                                                flow.source.orElseThrow(),
                                                trial.reply(),
                                                isThisNode(trial.attempt().destination())));
        check(trial, "reply, dry run", expected, passage.promised().forwarded());
        check(trial, "reply, program", expected, passage.passed());
        tally.countReply(expected);
    }

    /** Connections from before the last change: taken away or not, whoever speaks next. */
    private void revisitFlows() {
        List<LiveFlow> kept = new ArrayList<>();
        for (LiveFlow flow : live) {
            if (isAsBefore(flow) && revisit(flow) && kept.size() < LIVE) {
                kept.add(flow);
            }
        }
        live.clear();
        live.addAll(kept);
    }

    private boolean isAsBefore(LiveFlow flow) {
        Attempt attempt = flow.trial.attempt();
        return flow.source.equals(node.local(attempt.source()))
                && flow.destination.equals(node.local(attempt.destination()));
    }

    /** False if it is over; then it stays so, whoever speaks. */
    private boolean revisit(LiveFlow flow) {
        boolean expected = expected(flow.trial);
        if (dice.percent(50)) {
            checkReply(flow, expected);
        } else {
            checkLater(flow, expected);
        }
        checkStolen(flow);
        if (!expected) {
            checkReply(flow, false);
            checkLater(flow, false);
        }
        return expected;
    }

    private void checkLater(LiveFlow flow, boolean expected) {
        Passage passage = pass(flow.trial, flow.trial.next());
        check(flow.trial, "later packet", expected, passage.passed());
        tally.countLater(expected);
    }

    /** The packets of a connection that another pod sends are dropped, whatever is remembered. */
    private void checkStolen(LiveFlow flow) {
        Attempt attempt = flow.trial.attempt();
        node.locals().values().stream()
                .filter(pod -> !pod.address().equals(attempt.source()))
                .filter(pod -> !pod.address().equals(attempt.destination()))
                .findFirst()
                .ifPresent(
                        thief -> {
                            Passage forward = node.leaves(thief, flow.trial.next());
                            check(flow.trial, "stolen packet", false, forward.passed());
                            Passage reply = node.leaves(thief, flow.trial.reply());
                            check(flow.trial, "stolen reply", false, reply.passed());
                        });
    }

    private void check(Trial trial, String who, boolean expected, boolean found) {
        if (expected != found) {
            disagree(
                    "%s: %s says %s, naive model %s"
                            .formatted(trial, who, word(found), word(expected)));
        }
    }

    private static String word(boolean allowed) {
        return allowed ? "yes" : "no";
    }

    private void disagree(String what) {
        throw new Disagreement(
                "seed %d, after change %d: %s; dropped so far: %s"
                        .formatted(seed, step, what, node.drops()));
    }
}
