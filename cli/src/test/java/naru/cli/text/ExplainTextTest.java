package naru.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.wire.ExplainReply;
import naru.wire.ExplainReply.Cause;
import naru.wire.ExplainReply.End;
import naru.wire.ExplainReply.Evidence;
import naru.wire.ExplainReply.Fix;
import naru.wire.ExplainReply.Hop;
import naru.wire.ExplainReply.Step;
import naru.wire.ExplainReply.Unseen;
import org.junit.jupiter.api.Test;

class ExplainTextTest {

    private static final End HOST =
            new End("kubelet", "host", "node/n1", "n1", "172.30.0.11", 1, "host");
    private static final End POD =
            new End("argocd/repo", "pod", "argocd/repo", "n1", "10.244.1.5", 15435, "app=repo");
    private static final Evidence LISTING =
            new Evidence(
                    "iptables-save -t filter",
                    List.of("-A NARU_OUTPUT -j MARK " + "x".repeat(150)));

    private static final ExplainReply DROPPED =
            new ExplainReply(
                    "n1",
                    "kubelet of n1 -> argocd/repo:8084/tcp",
                    HOST,
                    POD,
                    "tcp",
                    8084,
                    ExplainReply.DENIED,
                    "The host's own packet is taken for world and dropped.",
                    List.of(
                            new Hop(
                                    "in",
                                    "n1",
                                    "pod_ingress at naru0a1b2c3d",
                                    "drop",
                                    ExplainReply.SEEN,
                                    List.of(
                                            new Step(
                                                    "ingress policy",
                                                    "drop",
                                                    "nothing admits world",
                                                    List.of(),
                                                    List.of("argocd/repo-network-policy"),
                                                    "argocd/repo-network-policy ingress[1]: other peer",
                                                    List.of())))),
                    List.of(
                            new Cause(
                                    "no-mark",
                                    "the packet carries no mark",
                                    "",
                                    ExplainReply.SEEN,
                                    List.of(LISTING)),
                            new Cause(
                                    "setting",
                                    "install-iptables-rules is false",
                                    "/etc/naru/agent.yaml:3",
                                    ExplainReply.INFERRED,
                                    List.of())),
                    List.of(
                            new Fix(
                                    "install the rules",
                                    List.of("install-iptables-rules: true"),
                                    List.of())),
                    List.of(),
                    List.of(new Unseen("node n2", "start its agent")),
                    List.of());

    private final List<String> lines = ExplainText.lines(DROPPED, Paint.NONE);

    @Test
    void theOutcomeComesFirstThenWhoIsMeant() {
        assertThat(lines)
                .startsWith(
                        "DENIED  kubelet of n1 -> argocd/repo:8084/tcp",
                        "  The host's own packet is taken for world and dropped.",
                        "",
                        "  from  node/n1 172.30.0.11, identity 1 (host)",
                        "  to    argocd/repo 10.244.1.5 on n1, identity 15435 (app=repo)");
    }

    @Test
    void aDefaultDenyNamesThePoliciesAndTheClosestRule() {
        assertThat(lines)
                .contains(
                        "1. pod_ingress at naru0a1b2c3d on n1  DROP",
                        "   x ingress policy    nothing admits world",
                        "                       isolated by: argocd/repo-network-policy")
                .anyMatch(
                        line ->
                                line.contains(
                                        "closest rule: argocd/repo-network-policy ingress[1]"));
    }

    @Test
    void causesAreAChainAndWhatIsNotSeenIsSaid() {
        assertThat(lines)
                .containsSubsequence(
                        "Why",
                        "  * the packet carries no mark",
                        "    because install-iptables-rules is false (inferred)",
                        "      at /etc/naru/agent.yaml:3",
                        "What to change",
                        "  * install the rules",
                        "      install-iptables-rules: true",
                        "Not seen",
                        "  * node n2; to see it: start its agent");
    }

    @Test
    void onlyQuotedEvidenceIsWiderThanATable() {
        assertThat(lines.stream().filter(line -> line.length() > Table.WIDTH))
                .singleElement()
                .asString()
                .startsWith("        | -A NARU_OUTPUT");
    }
}
