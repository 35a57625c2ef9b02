package naru.explain;

import static naru.explain.HostMarkStoriesTest.kinds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import naru.compile.Compiler;
import naru.explain.Explanation.Outcome;
import naru.linux.netfilter.Backend;
import naru.model.IgnoredLabels;
import naru.model.Ipv4Address;
import org.junit.jupiter.api.Test;

/** Pods of n1 and their policies; what the kernel holds may differ. */
class PolicyStoriesTest {

    private static final Ipv4Address CONTROLLER = Ipv4Address.parse("10.244.1.2");
    private static final Ipv4Address REDIS = Ipv4Address.parse("10.244.1.3");
    private static final Ipv4Address SERVER = Ipv4Address.parse("10.244.1.4");

    private final Compiler cluster = Argo.compiler("n1");
    private final FakeNode node = new FakeNode(cluster);

    @Test
    void anAllowedConnectionNamesTheRuleAndTheMapEntry() throws QuestionException {
        Explanation answer = explain("argocd/server", "argocd/redis", 6379);
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOWED);
        Step step = step(answer, "ingress policy");
        assertThat(step.decidedBy()).containsExactly("argocd/redis-policy ingress[0]");
        assertThat(step.evidence().getFirst().lines().getFirst())
                .startsWith("Allow Ingress ")
                .contains("6379/TCP");
    }

    @Test
    void aDefaultDenyNamesWhoIsolatesAndTheClosestRule() throws QuestionException {
        Explanation answer = explain("argocd/controller", "argocd/redis", 6379);
        assertThat(answer.outcome()).isEqualTo(Outcome.DENIED);
        Step step = step(answer, "ingress policy");
        assertThat(step.isolatedBy()).containsExactly("argocd/redis-policy");
        assertThat(step.closest()).contains("argocd/redis-policy ingress[0]", "the peer");
        assertThat(kinds(answer.causes())).containsExactly("policy-denied");
    }

    @Test
    void theSmallestFixIsAPolicyThatOpensNothingElse() throws QuestionException {
        Fix fix = explain("argocd/controller", "argocd/redis", 6379).fixes().getFirst();
        assertThat(fix.change())
                .containsSubsequence(
                        "kind: NetworkPolicy",
                        "  namespace: argocd",
                        "  podSelector:",
                        "      app.kubernetes.io/name: \"redis\"",
                        "  - from:",
                        "    - podSelector:",
                        "          app.kubernetes.io/name: \"controller\"",
                        "    - protocol: TCP",
                        "      port: 6379");
        assertThat(fix.opens()).containsExactly("nothing else that the cluster has now");
    }

    @Test
    void forTheWorldTheFixIsAnAddress() throws QuestionException {
        Explanation answer = explain("198.51.100.7", "argocd/controller", 8082);
        assertThat(answer.fixes().getFirst().change()).contains("        cidr: 198.51.100.7/32");
    }

    @Test
    void withoutAPortTheQuestionIsAboutIcmp() throws QuestionException {
        Explanation answer = explain("argocd/server", "argocd/redis", 0);
        assertThat(answer.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(answer.question().protocolName()).isEqualTo("icmp");
        assertThat(answer.fixes().getFirst().opens()).anyMatch(line -> line.contains("every port"));
    }

    @Test
    void anEntryThatTheKernelLacksIsBlamedOnTheMap() throws QuestionException {
        int set = cluster.endpoint(REDIS).orElseThrow().policySet();
        cluster.policyEntries(set).keySet().stream()
                .filter(key -> key.port() == 6379)
                .forEach(node.missing::add);
        Explanation answer = explain("argocd/server", "argocd/redis", 6379);
        assertThat(kinds(answer.causes())).containsExactly("map-disagrees");
        assertThat(answer.causes().getFirst().sentence()).contains("policy_map", "6379/TCP");
        assertThat(answer.fixes().getFirst().what()).contains("restart the agent");
    }

    @Test
    void anAddressThatTheKernelHasForAnotherIdentityIsBlamedOnTheIpcache()
            throws QuestionException {
        node.otherIdentities.put(Ipv4Address.parse("10.244.2.2"), 2);
        Explanation answer = explain("default/client", "argocd/controller", 8082);
        assertThat(kinds(answer.causes())).containsExactly("map-disagrees");
        assertThat(answer.causes().getFirst().where()).isEqualTo("ipcache_map4");
    }

    @Test
    void aPodWhosePoliciesDoNotFitIsClosedAndSaidToBe() throws QuestionException {
        node.closedEndpoints.add(SERVER);
        Explanation answer = explain("default/client", "argocd/server", 8080);
        assertThat(kinds(answer.causes())).containsExactly("policy-not-in-force");
    }

    @Test
    void aPodThatNobodyAttachedIsNotBlamedOnPolicies() throws QuestionException {
        node.missingEndpoints.add(REDIS);
        assertThat(kinds(explain("argocd/server", "argocd/redis", 6379).causes()))
                .containsExactly("endpoint-unknown");
    }

    /** The program finds nobody there and leaves it to the stack, which knows no way. */
    @Test
    void aPodWhoseInterfaceIsGoneIsNotReachedByTheStackEither() throws QuestionException {
        detach(212);
        node.unroutable.add(REDIS);
        node.dryRunAnswer = Optional.of(new DryRun.Answer(0, ""));
        Explanation answer = explain("argocd/server", "argocd/redis", 6379);
        assertThat(kinds(answer.causes())).containsExactly("endpoint-unknown");
        assertThat(answer.hops()).extracting(Hop::verdict).startsWith(Verdict.PASS, Verdict.DROP);
        assertThat(answer.findings()).isEmpty();
        assertThat(step(answer, "endpoint").evidence())
                .extracting(Quote::source)
                .contains("ip route get 10.244.1.3");
        assertThat(answer.fixes().getFirst().change())
                .contains("kubectl delete pod -n argocd redis");
    }

    @Test
    void aPodOfAnotherNetworkIsReachedByItsRouteAndNoPolicyOfItsOwnIsAsked()
            throws QuestionException {
        detach(212);
        Explanation answer = explain("argocd/controller", "argocd/redis", 6379);
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(kinds(answer.findings().getFirst())).containsExactly("unmanaged");
        assertThat(answer.unseen()).extracting(Unseen::what).anyMatch(w -> w.contains("redis"));
    }

    @Test
    void aPodOfAnotherNetworkIsJudgedAsUnmanagedWhereItArrives() throws QuestionException {
        detach(213);
        Explanation answer = explain("argocd/server", "argocd/redis", 6379);
        assertThat(answer.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(kinds(answer.causes())).containsExactly("policy-denied");
        assertThat(step(answer, "ingress policy").isolatedBy())
                .containsExactly("argocd/redis-policy");
    }

    @Test
    void aPodWithoutAddressCannotBeJudged() throws QuestionException {
        cluster.put(Argo.pod("argocd", "late", "n1", ""));
        Explanation answer = explain("argocd/server", "argocd/late", 80);
        assertThat(answer.outcome()).isEqualTo(Outcome.CANNOT_TELL);
        assertThat(kinds(answer.causes())).containsExactly("no-address");
    }

    @Test
    void aPodThatWasJustAttachedIsKnownBeforeItsManifestHasTheAddress() throws QuestionException {
        cluster.put(Argo.pod("argocd", "fresh", "n1", ""));
        cluster.putEndpoint(214, Argo.key("argocd", "fresh"), Ipv4Address.parse("10.244.1.9"));
        cluster.drain();
        assertThat(explain("argocd/server", "argocd/fresh", 80).outcome())
                .isEqualTo(Outcome.ALLOWED);
        assertThat(explain("argocd/server", "10.244.1.9", 80).question().destination().name())
                .isEqualTo("argocd/fresh");
    }

    @Test
    void aDeviceWithoutOurProgramLetsEverythingThroughAndThatIsAFinding() throws QuestionException {
        node.programs = Optional.of(List.of());
        Explanation answer = explain("world", "argocd/controller", 9999);
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(kinds(answer.findings().getFirst())).containsExactly("not-attached");
    }

    @Test
    void aForeignProgramInFrontIsAFinding() throws QuestionException {
        node.programs = Optional.of(List.of("program guard (7)", "pod_ingress"));
        Explanation answer = explain("world", "argocd/server", 8080);
        assertThat(kinds(answer.findings().getFirst())).containsExactly("overtaken");
    }

    @Test
    void aDryRunThatDisagreesIsBelieved() throws QuestionException {
        node.dryRunAnswer = Optional.of(new DryRun.Answer(133, "Policy denied"));
        Explanation answer = explain("default/client", "argocd/server", 8080);
        assertThat(answer.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(kinds(answer.causes())).containsExactly("datapath-disagrees");
    }

    @Test
    void aForwardRuleOfSomebodyElseThatDropsIsBlamed() throws QuestionException {
        node.rules.put(
                Backend.LEGACY,
                "*filter\n:FORWARD DROP [3:180]\n:OUTPUT ACCEPT [0:0]\n-A FORWARD -o docker0 -j ACCEPT\nCOMMIT\n");
        Explanation answer = explain("default/client", "argocd/server", 8080);
        assertThat(answer.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(kinds(answer.causes())).containsExactly("dropped-by-netfilter");
        assertThat(answer.causes().getFirst().where())
                .isEqualTo("policy of filter/FORWARD (legacy)");
        assertThat(explain("argocd/controller", "argocd/server", 8080).outcome())
                .as("pods of one node do not pass FORWARD")
                .isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void anInputRuleThatDropsIsBlamed() throws QuestionException {
        node.rules.put(
                Backend.LEGACY,
                "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i naru+ -p tcp -m tcp --dport 10250 -j REJECT\nCOMMIT\n");
        assertThat(kinds(explain("argocd/server", "kubelet", 10250).causes()))
                .containsExactly("dropped-by-netfilter");
        assertThat(explain("argocd/server", "kubelet", 10255).outcome()).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void aMissingRouteIsBlamedOnTheRoute() throws QuestionException {
        node.unroutable.add(Ipv4Address.parse("10.244.2.2"));
        assertThat(kinds(explain("argocd/server", "default/client", 80).causes()))
                .containsExactly("no-route");
    }

    @Test
    void whatAnotherNodeDoesIsForetoldAndSaidToBe() throws QuestionException {
        Explanation answer = explain("argocd/server", "default/client", 80);
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(answer.askNodes()).containsExactly("n2");
        assertThat(answer.hops())
                .extracting(Hop::key)
                .containsExactly(
                        "n1/pod_egress",
                        "n1/route",
                        "wire",
                        "n2/node_ingress",
                        "n2/pod_ingress",
                        "end");
        assertThat(answer.hops().get(4).confidence()).isEqualTo(Confidence.INFERRED);
        assertThat(answer.unseen()).anyMatch(gap -> gap.what().startsWith("node n2:"));
    }

    @Test
    void aPodReachesItselfWithoutPolicy() throws QuestionException {
        assertThat(explain("argocd/redis", "10.244.1.3", 1).outcome()).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void anAddressIsTakenForWhoeverHoldsIt() throws QuestionException {
        Explanation answer = explain("10.244.1.4", CONTROLLER.toString(), 8082);
        assertThat(answer.question().source()).isInstanceOf(End.Pod.class);
        assertThat(answer.question().destination().name()).isEqualTo("argocd/controller");
    }

    @Test
    void aQuestionThatMakesNoSenseSaysWhatThereIs() {
        assertThatThrownBy(() -> explain("argocd/nobody", "argocd/redis", 1))
                .isInstanceOf(QuestionException.class)
                .hasMessageContaining("there is no pod argocd/nobody")
                .hasMessageContaining("argocd/server");
        assertThatThrownBy(() -> explain("node/n9", "argocd/redis", 1))
                .hasMessageContaining("n1, n2");
        assertThatThrownBy(() -> explain("10.1", "argocd/redis", 1))
                .hasMessageContaining("none of");
    }

    private Explanation explain(String from, String to, int port) throws QuestionException {
        return new Explainer("n1", IgnoredLabels.DEFAULTS)
                .explain(cluster, node, new Explainer.Asked(from, to, port, ""));
    }

    /** As DEL does; or another network never did what ADD does. */
    private void detach(int slot) {
        cluster.removeEndpoint(slot);
        cluster.drain();
    }

    private static Step step(Explanation answer, String name) {
        return answer.hops().stream()
                .flatMap(hop -> hop.steps().stream())
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
