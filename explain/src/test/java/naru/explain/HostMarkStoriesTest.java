package naru.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import naru.compile.Compiler;
import naru.explain.Explanation.Outcome;
import naru.explain.cause.Cause;
import naru.linux.netfilter.Backend;
import naru.model.IgnoredLabels;
import org.junit.jupiter.api.Test;

/** The kubelet of n1 probes the controller, and something is wrong with the mark; or is not. */
class HostMarkStoriesTest {

    private static final String JUMP = "[9:540] -A OUTPUT -m comment --comment naru -j NARU_OUTPUT";
    private static final String MARK =
            "[9:540] -A NARU_OUTPUT -m mark ! --mark 0xe00/0xf00 -j MARK --set-xmark 0xc00/0xf00";
    private static final String ACCEPT = "[64482:3868920] -A OUTPUT -d 10.244.0.0/16 -j ACCEPT";

    private final Compiler cluster = Argo.compiler("n1");
    private final FakeNode node = new FakeNode(cluster);

    @Test
    void withoutMarksTheKernelKnowsTheHostAndTheProbePasses() throws QuestionException {
        Explanation answer = probe();
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(answer.causes()).isEmpty();
        assertThat(answer.findings()).isEmpty();
        assertThat(answer.headline()).contains("local host is always let in");
    }

    @Test
    void onAHealthyMarkNodeTheProbePassesAndTheRuleIsQuoted() throws QuestionException {
        node.marking(true, JUMP, MARK);
        Explanation answer = probe();
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(answer.findings()).isEmpty();
        assertThat(evidence(answer)).anyMatch(line -> line.contains("[9:540] -A NARU_OUTPUT"));
    }

    @Test
    void theSettingThatKeepsTheRuleOutIsNamedWithFileAndLine() throws QuestionException {
        node.marking(false);
        Explanation answer = probe();
        assertThat(answer.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(kinds(answer.causes()))
                .containsExactly(
                        "host-taken-for-world", "no-host-mark", "mark-rule-absent", "setting-off");
        assertThat(answer.causes().getLast().where()).isEqualTo("/etc/naru/agent.yaml:2");
        assertThat(answer.headline())
                .contains("n1's own packet for world", "install-iptables-rules is false");
        assertThat(answer.fixes().getFirst().change()).contains("install-iptables-rules: true");
        assertThat(answer.fixes().getFirst().opens().getFirst()).contains("argocd/controller");
    }

    @Test
    void aRuleDeletedByHandIsNotBlamedOnTheSetting() throws QuestionException {
        node.marking(true);
        Explanation answer = probe();
        assertThat(kinds(answer.causes()))
                .containsExactly(
                        "host-taken-for-world", "no-host-mark", "mark-rule-absent", "rule-deleted");
        assertThat(answer.fixes().getFirst().what()).contains("restart the agent");
    }

    @Test
    void aDeletedJumpLeavesTheRuleWithoutEffect() throws QuestionException {
        node.marking(true, MARK);
        assertThat(kinds(probe().causes()))
                .containsExactly(
                        "host-taken-for-world", "no-host-mark", "jump-missing", "rule-deleted");
    }

    @Test
    void anEarlierAcceptIsNamedWithChainIndexAndCounter() throws QuestionException {
        node.marking(true, ACCEPT, JUMP, MARK);
        Explanation answer = probe();
        assertThat(kinds(answer.causes()))
                .containsExactly("host-taken-for-world", "no-host-mark", "rule-shadowed");
        Cause shadowed = answer.causes().getLast();
        assertThat(shadowed.where()).isEqualTo("rule 1 of filter/OUTPUT (nft)");
        assertThat(shadowed.sentence()).contains("ACCEPT", "packets so far: 64482");
        assertThat(answer.fixes().getFirst().change().getFirst())
                .startsWith("iptables-nft -t filter -D OUTPUT 1");
    }

    @Test
    void growthOfCountersShowsWhichRulePacketsMeetNow() throws QuestionException {
        node.marking(true, ACCEPT, JUMP, MARK);
        node.earlier =
                Optional.of(new KernelFacts.Earlier(node.netfilter(), Duration.ofSeconds(42)));
        node.rules(Backend.NFT, ACCEPT.replace("64482", "64490"), JUMP, MARK);
        assertThat(probe().causes().getLast().evidence().getLast().source())
                .isEqualTo("counters, against 42 s ago");
        assertThat(probe().causes().getLast().evidence().getLast().lines())
                .containsExactly(
                        "rule 1 of filter/OUTPUT (nft): +8 packets",
                        "rule 1 of filter/NARU_OUTPUT (nft): +0 packets");
    }

    @Test
    void aSettingThatWasChangedWithoutARestartIsSaidToBeSo() throws QuestionException {
        node.marking(false);
        node.now.put(
                Setting.INSTALL_RULES,
                new Setting(Setting.INSTALL_RULES, "true", "/etc/naru/agent.yaml:2"));
        Explanation answer = probe();
        assertThat(kinds(answer.causes())).endsWith("setting-off", "setting-not-yet-read");
        assertThat(answer.fixes().getFirst().what()).contains("restart the agent");
    }

    @Test
    void packetsThatWereReallyDroppedAreQuoted() throws QuestionException {
        node.marking(false);
        node.dropsSeen =
                Optional.of(
                        new KernelFacts.DropsSeen(
                                3, Duration.ofSeconds(4), List.of("drop identity world->x")));
        assertThat(evidence(probe())).contains("drop identity world->x");
    }

    @Test
    void aRuleInTheOtherBackendThatWorksIsAFindingAndNoCause() throws QuestionException {
        node.marking(true);
        node.rules(Backend.LEGACY, JUMP, MARK);
        Explanation answer = probe();
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(kinds(answer.findings().getFirst())).containsExactly("rule-in-other-backend");
        assertThat(answer.findings().getFirst().getFirst().sentence())
                .contains("legacy backend", "use nft", "marks the packet all the same");
    }

    @Test
    void anAcceptInTheBackendOfTheAgentDoesNotHideARuleInTheOther() throws QuestionException {
        node.marking(true, "[5:300] -A OUTPUT -j ACCEPT");
        node.rules(Backend.LEGACY, JUMP, MARK);
        assertThat(probe().outcome()).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void aRuleInTheOtherBackendBehindAnAcceptThereIsBoth() throws QuestionException {
        node.marking(true);
        node.rules(Backend.LEGACY, "[5:300] -A OUTPUT -j ACCEPT", JUMP, MARK);
        assertThat(kinds(probe().causes()))
                .containsExactly(
                        "host-taken-for-world",
                        "no-host-mark",
                        "rule-in-other-backend",
                        "rule-shadowed");
    }

    @Test
    void aRuleThatCannotBeJudgedLeavesItOpenAndSaysWhy() throws QuestionException {
        node.marking(true, "[5:300] -A OUTPUT -m set --match-set pods dst -j ACCEPT", JUMP, MARK);
        Explanation answer = probe();
        assertThat(answer.outcome()).isEqualTo(Outcome.CANNOT_TELL);
        assertThat(kinds(answer.causes()))
                .containsExactly("host-taken-for-world", "no-host-mark", "mark-uncertain");
        assertThat(answer.causes().getLast().sentence())
                .contains("rule 1 of filter/OUTPUT", "--match-set");
        assertThat(explain("kubelet", "argocd/server", 8080).outcome())
                .as("open to anybody, marked or not")
                .isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void aRuleThatOnlyMarksFirstPacketsIsSeenThrough() throws QuestionException {
        node.marking(
                true,
                "[5:9] -A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                JUMP,
                MARK);
        Explanation answer = probe();
        assertThat(answer.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(answer.causes().get(1).sentence()).contains("after its first packet");
    }

    @Test
    void onABrokenNodeAPodThatPoliciesDenyIsNotBlamedOnTheMark() throws QuestionException {
        node.marking(false);
        Explanation answer = explain("argocd/server", "argocd/redis", 6380);
        assertThat(answer.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(kinds(answer.causes())).containsExactly("policy-denied");
        assertThat(answer.causes().getFirst().sentence())
                .contains(
                        "argocd/redis-policy",
                        "the closest rule is argocd/redis-policy ingress[0]",
                        "the port");
    }

    @Test
    void onABrokenNodeTheWorldThatPoliciesDenyIsNotBlamedOnTheMark() throws QuestionException {
        node.marking(false);
        Explanation answer = explain("world", "argocd/controller", 8082);
        assertThat(kinds(answer.causes())).containsExactly("policy-denied");
    }

    @Test
    void onABrokenNodeAnotherNodeThatPoliciesDenyIsNotBlamedOnTheMark() throws QuestionException {
        node.marking(false);
        Explanation answer = explain("node/n2", "argocd/controller", 8082);
        assertThat(kinds(answer.causes())).containsExactly("policy-denied");
        assertThat(answer.causes().getFirst().sentence()).contains("remote-node");
    }

    @Test
    void onABrokenNodeAnOpenPodIsReachedAndTheFaultIsAFinding() throws QuestionException {
        node.marking(false);
        Explanation answer = explain("kubelet", "argocd/server", 8080);
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(kinds(answer.findings().getFirst()))
                .startsWith("host-taken-for-world")
                .endsWith("setting-off");
    }

    @Test
    void programsThatWereLoadedUnderAnotherSettingAreAFinding() throws QuestionException {
        node.settings.put(
                Setting.HOST_IDENTITY, new Setting(Setting.HOST_IDENTITY, "mark", "agent.yaml:1"));
        Explanation answer = probe();
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(kinds(answer.findings().getFirst())).containsExactly("setting-not-in-force");
    }

    @Test
    void theDryRunIsAskedWithTheMarkThatTheRulesLeave() throws QuestionException {
        node.marking(true, JUMP, MARK);
        node.dryRunAnswer = Optional.of(new DryRun.Answer(0, ""));
        probe();
        assertThat(node.tried)
                .singleElement()
                .satisfies(
                        packet -> {
                            assertThat(packet.mark()).isEqualTo(0xc00);
                            assertThat(packet.ingressIfindex()).isZero();
                        });
    }

    private Explanation probe() throws QuestionException {
        return explain("kubelet", "argocd/controller", 8082);
    }

    private Explanation explain(String from, String to, int port) throws QuestionException {
        return new Explainer("n1", IgnoredLabels.DEFAULTS)
                .explain(cluster, node, new Explainer.Asked(from, to, port, ""));
    }

    static List<String> kinds(List<Cause> chain) {
        return chain.stream().map(Cause::kind).toList();
    }

    private static List<String> evidence(Explanation answer) {
        return answer.hops().stream()
                .flatMap(hop -> hop.steps().stream())
                .flatMap(step -> step.evidence().stream())
                .flatMap(quote -> quote.lines().stream())
                .toList();
    }
}
