package naru.compile;

import static naru.compile.Manifests.block;
import static naru.compile.Manifests.egress;
import static naru.compile.Manifests.ingress;
import static naru.compile.Manifests.namespaces;
import static naru.compile.Manifests.pods;
import static naru.compile.Manifests.rule;
import static naru.compile.Manifests.tcp;
import static naru.compile.Manifests.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.compile.NearRule.Difference;
import naru.compile.PolicyEntry.Verdict;
import naru.model.NetworkPolicy.Direction;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

    private final Shop shop = new Shop();
    private final Evaluator evaluator = new Evaluator(shop.compiler);

    private Decision intoDb(String source, int protocol, int port) {
        return shop.connect(source, "10.244.1.2", protocol, port).ingress().orElseThrow();
    }

    @Test
    void candidatesComeInTheOrderOfTheDatapathsLookUps() {
        shop.with(
                ingress(
                        "shop/p",
                        "app=db",
                        rule(List.of(pods("app=web"))),
                        rule(List.of(namespaces(""))),
                        rule(List.of()),
                        rule(List.of(block("10.0.0.0/8")))));

        Decision decision = intoDb("10.244.1.1", 6, 80);
        assertThat(decision.candidates())
                .extracting(c -> shop.compiler.origins(c.entry().rule()).getFirst().toString())
                .containsExactly(
                        "shop/p ingress[0]",
                        "shop/p ingress[1]",
                        "shop/p ingress[2]",
                        "shop/p ingress[3]");
        assertThat(decision.origins()).as("the first of equals").hasToString("[shop/p ingress[0]]");
    }

    @Test
    void theHighestPrecedenceDecidesWhereverItIsFound() {
        KernelTables kernel = new KernelTables();
        PolicyKey identity = PolicyKey.of(1, Direction.INGRESS, 300, 0, PortSpan.ANY);
        PolicyKey anybody = PolicyKey.of(1, Direction.INGRESS, 0, 0, PortSpan.ANY);
        kernel.policy.put(identity, new PolicyEntry(Verdict.ALLOW, 7, 1));
        kernel.policy.put(anybody, new PolicyEntry(Verdict.DENY, 0x80000000, 2));

        Decision decision = new Evaluator(kernel).decide(1, Direction.INGRESS, 300, 0, 6, 80);
        assertThat(decision.verdict()).as("precedence is unsigned").isEqualTo(Verdict.DENY);
        assertThat(decision.key()).contains(anybody);
    }

    @Test
    void withinAPeerTheLongestPrefixIsFound() {
        shop.with(
                ingress(
                        "shop/p",
                        "app=db",
                        rule(List.of(), tcp(80, 95)),
                        rule(List.of(), tcp(80))));

        assertThat(intoDb("8.8.8.8", 6, 80).origins()).hasToString("[shop/p ingress[1]]");
        assertThat(intoDb("8.8.8.8", 6, 95).origins()).hasToString("[shop/p ingress[0]]");
        assertThat(intoDb("8.8.8.8", 6, 96).candidates()).isEmpty();
        assertThat(intoDb("8.8.8.8", 17, 80).allowed()).isFalse();
    }

    @Test
    void theMatchTypeTellsWhichPartsWereNoWildcards() {
        shop.with(
                ingress(
                        "shop/p",
                        "app=db",
                        rule(List.of(), tcp(80)),
                        rule(List.of(pods("app=web")), tcp(81))),
                egress("shop/q", "app=db", rule(List.of(block("10.0.0.0/8")))));

        assertThat(intoDb("8.8.8.8", 6, 80).match()).isEqualTo(MatchType.L4_ONLY);
        assertThat(intoDb("10.244.1.1", 6, 81).match()).isEqualTo(MatchType.L3_L4);
        assertThat(intoDb("8.8.8.8", 6, 82).match()).isEqualTo(MatchType.NONE);
        assertThat(intoDb("172.18.0.11", 6, 82).match()).isEqualTo(MatchType.L3_ONLY);
        Connection out = shop.connect("10.244.1.2", "10.244.2.1", 6, 1);
        assertThat(out.egress().orElseThrow().match()).isEqualTo(MatchType.L3_ONLY);
    }

    @Test
    void aConnectionIsJudgedAtTheEndsThatAreHere() {
        Connection here = shop.connect("10.244.1.1", "10.244.1.2", 6, 80);
        assertThat(here.egress()).isPresent();
        assertThat(here.ingress()).isPresent();
        Connection there = shop.connect("10.244.1.1", "10.244.2.1", 6, 80);
        assertThat(there.egress()).isPresent();
        assertThat(there.ingress()).isEmpty();
        assertThat(shop.connect("10.244.1.1", "10.244.1.1", 6, 80).egress())
                .as("to itself")
                .isEmpty();
    }

    private List<String> closest(String source, int protocol, int port) {
        Connection c = shop.connect(source, "10.244.1.2", protocol, port);
        return evaluator
                .closest(
                        shop.policySet(2),
                        Direction.INGRESS,
                        c.source().identity(),
                        c.source().blockSet(),
                        protocol,
                        port)
                .stream()
                .map(
                        near ->
                                near.rule().origin().index()
                                        + " "
                                        + near.differences()
                                        + " "
                                        + near.ports())
                .toList();
    }

    @Test
    void theClosestRulesOfADenialDifferInOneThing() {
        shop.with(
                ingress(
                        "shop/p",
                        "app=db",
                        rule(List.of(pods("app=cart")), tcp(5432)),
                        rule(List.of(pods("app=web")), tcp(80), udp(53)),
                        rule(List.of(block("8.8.8.0/24")), udp(1)),
                        rule(List.of(pods("app=nobody")), tcp(9))));

        assertThat(closest("10.244.1.1", 6, 5432))
                .containsExactly("1 [PORT] [80/TCP, 53/UDP]", "0 [PEER] [5432/TCP]");
        assertThat(closest("8.8.8.8", 6, 1)).containsExactly("2 [PROTOCOL] [1/UDP]");
        assertThat(closest("10.244.1.1", 6, 9))
                .as("a peer that nobody is")
                .contains("3 [PEER] [9/TCP]");
        assertThat(closest("10.244.2.2", 132, 7)).isEmpty();
        assertThat(Difference.values()).startsWith(Difference.PORT);
    }
}
