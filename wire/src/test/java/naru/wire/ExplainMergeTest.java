package naru.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.wire.ExplainReply.Cause;
import naru.wire.ExplainReply.End;
import naru.wire.ExplainReply.Hop;
import naru.wire.ExplainReply.Unseen;
import org.junit.jupiter.api.Test;

/** n1 sends to a pod of n2; both agents were asked. */
class ExplainMergeTest {

    private static final Hop SENT = hop("n1/stack", "n1", "pass", "seen");
    private static final Hop SENT_FORETOLD = hop("n1/stack", "n1", "pass", "inferred");

    @Test
    void eachHopIsToldByWhoeverSawItAndTheFirstDropDecides() {
        ExplainReply merged =
                ExplainMerge.merge(
                        List.of(
                                reply(
                                        "n1",
                                        "allowed",
                                        List.of(SENT, arrived("pass", "inferred")),
                                        "n2"),
                                reply(
                                        "n2",
                                        "denied",
                                        List.of(SENT_FORETOLD, arrived("drop", "seen")),
                                        "n1")));
        assertThat(merged.outcome()).isEqualTo("denied");
        assertThat(merged.exitStatus()).isEqualTo(1);
        assertThat(merged.hops()).containsExactly(SENT, arrived("drop", "seen"));
        assertThat(merged.causes()).extracting(Cause::what).containsExactly("why n2 says denied");
        assertThat(merged.askNodes()).isEmpty();
        assertThat(merged.unseen()).isEmpty();
    }

    @Test
    void aDropThatWasForetoldWronglyIsForgotten() {
        Hop notReached = arrived("not-reached", "seen");
        ExplainReply merged =
                ExplainMerge.merge(
                        List.of(
                                reply(
                                        "n1",
                                        "allowed",
                                        List.of(SENT, arrived("pass", "inferred")),
                                        "n2"),
                                reply(
                                        "n2",
                                        "denied",
                                        List.of(
                                                hop("n1/stack", "n1", "drop", "inferred"),
                                                notReached),
                                        "n1")));
        assertThat(merged.outcome()).isEqualTo("allowed");
        assertThat(merged.hops()).containsExactly(SENT, arrived("pass", "inferred"));
    }

    @Test
    void whatNobodySawStaysSaid() {
        ExplainReply alone =
                reply("n1", "allowed", List.of(SENT, arrived("pass", "inferred")), "n2");
        assertThat(ExplainMerge.merge(List.of(alone)).askNodes()).containsExactly("n2");
    }

    private static Hop arrived(String verdict, String confidence) {
        return hop("n2/pod_ingress", "n2", verdict, confidence);
    }

    private static Hop hop(String key, String node, String verdict, String confidence) {
        return new Hop(key, node, key, verdict, confidence, List.of());
    }

    private static ExplainReply reply(String node, String outcome, List<Hop> hops, String other) {
        End end = new End("x", "pod", "x", "n1", "10.0.0.1", 300, "app=x");
        boolean denied = outcome.equals("denied");
        return new ExplainReply(
                node,
                "x -> y",
                end,
                end,
                "tcp",
                80,
                outcome,
                node + " says " + outcome,
                hops,
                denied
                        ? List.of(
                                new Cause(
                                        "k", "why " + node + " says denied", "", "seen", List.of()))
                        : List.of(),
                List.of(),
                List.of(),
                List.of(new Unseen("node " + other + ": its maps", "ask it")),
                List.of(other));
    }
}
