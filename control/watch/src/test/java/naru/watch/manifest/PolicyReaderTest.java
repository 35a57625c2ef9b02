package naru.watch.manifest;

import static naru.model.NetworkPolicy.Direction.EGRESS;
import static naru.model.NetworkPolicy.Direction.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import naru.model.Ipv4Prefix;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
import naru.model.LabelSelector.Requirement;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.AnyPort;
import naru.model.NetworkPolicy.BlockPeer;
import naru.model.NetworkPolicy.NamedPort;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Port;
import naru.model.NetworkPolicy.PortRange;
import naru.model.NetworkPolicy.Rule;
import naru.model.Protocol;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {

    /** A policy whose spec, in flow style, begins on line 4. */
    private static ManifestReading read(String spec) {
        return ManifestReader.read(
                "p.yaml",
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: p, namespace: x}
                spec: %s
                """
                        .formatted(spec));
    }

    private static NetworkPolicy policy(String spec) {
        ManifestReading reading = read(spec);
        assertThat(reading.problems()).as(spec).isEmpty();
        return (NetworkPolicy) reading.objects().getFirst().object();
    }

    private static void refused(String spec, String... words) {
        ManifestReading reading = read(spec);
        assertThat(reading.objects()).as(spec).isEmpty();
        assertThat(reading.problems()).as(spec).hasSize(1);
        assertThat(reading.problems().getFirst().toString())
                .startsWith("p.yaml:4: NetworkPolicy x/p: spec")
                .contains(words);
    }

    private static LabelSelector selector(String key, String value) {
        return new LabelSelector(List.of(new Requirement(key, Operator.IN, Set.of(value))));
    }

    @Test
    void everyConstructIsRead() {
        NetworkPolicy policy =
                policy(
                        """

                          podSelector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: Exists}]}
                          policyTypes: [Ingress, Egress]
                          ingress:
                          - from:
                            - podSelector: {}
                            - namespaceSelector: {matchLabels: {team: blue}}
                              podSelector: {matchLabels: {app: db}}
                            - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
                            ports:
                            - port: 80
                            - {port: http, protocol: UDP}
                            - {port: 8000, endPort: 8080, protocol: SCTP}
                            - {protocol: UDP}
                          egress:
                          - {}
                        """);

        assertThat(policy.podSelector())
                .isEqualTo(
                        new LabelSelector(
                                List.of(
                                        new Requirement("app", Operator.IN, Set.of("web")),
                                        new Requirement("tier", Operator.EXISTS, Set.of()))));
        assertThat(policy.types()).containsExactlyInAnyOrder(INGRESS, EGRESS);
        assertThat(policy.egress()).containsExactly(new Rule(List.of(), List.of()));
        assertThat(policy.ingress())
                .containsExactly(
                        new Rule(
                                List.of(
                                        new PodPeer(
                                                Optional.empty(), Optional.of(LabelSelector.ALL)),
                                        new PodPeer(
                                                Optional.of(selector("team", "blue")),
                                                Optional.of(selector("app", "db"))),
                                        new BlockPeer(
                                                Ipv4Prefix.parse("10.0.0.0/8"),
                                                List.of(Ipv4Prefix.parse("10.1.0.0/16")))),
                                List.of(
                                        new Port(Protocol.TCP, new PortRange(80, 80)),
                                        new Port(Protocol.UDP, new NamedPort("http")),
                                        new Port(Protocol.SCTP, new PortRange(8000, 8080)),
                                        new Port(Protocol.UDP, new AnyPort()))));
    }

    @Test
    void typesDefaultToIngressAndToEgressIfItHasRules() {
        assertThat(policy("{}").types()).containsExactly(INGRESS);
        assertThat(policy("").types()).containsExactly(INGRESS);
        assertThat(policy("{egress: []}").types()).containsExactly(INGRESS);
        assertThat(policy("{egress: null, ingress: [{}]}").types()).containsExactly(INGRESS);
        assertThat(policy("{egress: [{}]}").types()).containsExactlyInAnyOrder(INGRESS, EGRESS);
        assertThat(policy("{egress: [{}], policyTypes: []}").types())
                .containsExactlyInAnyOrder(INGRESS, EGRESS);
        assertThat(policy("{egress: [{}], policyTypes: null}").types())
                .containsExactlyInAnyOrder(INGRESS, EGRESS);
        assertThat(policy("{egress: [{}], policyTypes: [Ingress]}").types())
                .containsExactly(INGRESS);
        assertThat(policy("{policyTypes: [Egress]}").types()).containsExactly(EGRESS);
    }

    @Test
    void missingAndNullAndEmptyMeanWhatTheApiSays() {
        assertThat(policy("{podSelector: null}").podSelector()).isEqualTo(LabelSelector.ALL);
        assertThat(policy("{podSelector: {matchLabels: {}, matchExpressions: []}}").podSelector())
                .isEqualTo(LabelSelector.ALL);
        assertThat(policy("{ingress: []}").ingress()).isEmpty();
        Rule anything = new Rule(List.of(), List.of());
        for (String rule : List.of("{}", "{from: [], ports: []}", "{from: null}", "{ports: }")) {
            assertThat(policy("{ingress: [" + rule + "]}").ingress())
                    .as(rule)
                    .containsExactly(anything);
        }
        assertThat(
                        policy("{ingress: [{from: [{namespaceSelector: {}, podSelector: null}]}]}")
                                .ingress())
                .containsExactly(
                        new Rule(
                                List.of(
                                        new PodPeer(
                                                Optional.of(LabelSelector.ALL), Optional.empty())),
                                List.of()));
    }

    @Test
    void anEmptyRuleWrittenAsNothingIsTakenAndWarnedOf() {
        ManifestReading reading = read("{ingress: [null]}");

        assertThat(reading.objects()).hasSize(1);
        assertThat(reading.problems())
                .singleElement()
                .asString()
                .contains("spec.ingress[0]: is empty: this rule lets everything through");
    }

    @Test
    void typesThatDontExistAreRefused() {
        refused(
                "{policyTypes: [ingress]}",
                "policyTypes[0]",
                "\"ingress\" must be Ingress or Egress");
        refused(
                "{policyTypes: [Ingress, Egress, Ingress]}",
                "policyTypes: must not name more than two");
        refused("{policyTypes: Ingress}", "policyTypes: must be a list, but is the string");
    }

    @Test
    void peersMustBeOfOneKind() {
        refused("{ingress: [{from: [{}]}]}", "spec.ingress[0].from[0]: must have podSelector");
        refused("{ingress: [{from: [null]}]}", "from[0]: must have");
        refused(
                "{egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]}",
                "to[0]: must not have both");
        refused("{ingress: [{from: {podSelector: {}}}]}", "from: must be a list, but is a mapping");
    }

    @Test
    void blocksAreChecked() {
        refused("{egress: [{to: [{ipBlock: {}}]}]}", "ipBlock.cidr: is missing");
        refused("{egress: [{to: [{ipBlock: {cidr: 10.0.0.0}}]}]}", "must be a CIDR");
        refused("{egress: [{to: [{ipBlock: {cidr: 10.0.0.0/33}}]}]}", "must be a CIDR");
        refused("{egress: [{to: [{ipBlock: {cidr: 010.0.0.0/8}}]}]}", "must be a CIDR");
        refused("{egress: [{to: [{ipBlock: {cidr: 'fd00::/8'}}]}]}", "IPv6", "not support yet");
        refused(
                "{egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]}",
                "except[0]: 10.0.0.0/8 must lie in cidr 10.0.0.0/8 and be smaller");
        refused(
                "{egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]}",
                "except[0]");
        refused(
                "{egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: 10.0.0.0/16}}]}]}",
                "must be a list");
        assertThat(read("{egress: [{to: [{ipBlock: {cidr: 10.1.2.3/8}}]}]}").problems())
                .singleElement()
                .asString()
                .contains("taken as 10.0.0.0/8");
    }

    @Test
    void portsAreChecked() {
        refusedPort("{port: 0}", "0 must be in 1..65535");
        refusedPort("{port: 65536}", "65536 must be in 1..65535");
        refusedPort("{port: -1}", "must be in 1..65535");
        refusedPort("{port: 80.5}", "must be a whole number");
        refusedPort("{port: true}", "must be a whole number");
        refusedPort("{port: 80, endPort: 79}", "endPort: 79 must not be lower than port 80");
        refusedPort("{port: 80, endPort: 65536}", "endPort: 65536 must be in");
        refusedPort("{port: 80, endPort: '90'}", "endPort: must be a whole number");
        refusedPort("{endPort: 90}", "endPort: must not stand without port");
        refusedPort("{port: http, endPort: 90}", "endPort: must not stand with a named port");
        refusedPort("{port: '80'}", "a number is written without quotes");
        refusedPort("{port: a--b}", "must not begin or end");
        refusedPort("{port: abcdefghijklmnop}", "longer than 15");
        refusedPort("{port: HTTP}", "a-z");
        refusedPort("{port: ''}", "port name");
        refusedPort("{protocol: ICMP}", "must be one of TCP, UDP, SCTP");
        refusedPort("{protocol: udp}", "write UDP");
        refusedPort("{protocol: ''}", "must be one of");
        refusedPort("80", "must be a mapping, but is the number 80");
    }

    private static void refusedPort(String port, String... words) {
        refused("{ingress: [{ports: [" + port + "]}]}", words);
    }

    @Test
    void selectorsAreChecked() {
        refusedExpression(
                "{key: a, operator: In}", "values: must hold a value: operator In needs some");
        refusedExpression("{key: a, operator: NotIn, values: []}", "operator NotIn needs some");
        refusedExpression("{key: a, operator: Exists, values: [b]}", "operator Exists takes none");
        refusedExpression(
                "{key: a, operator: DoesNotExist, values: [b]}", "DoesNotExist takes none");
        refusedExpression(
                "{key: a, operator: in, values: [b]}", "must be one of", "did you mean \"In\"?");
        refusedExpression("{key: a}", "operator: \"\" must be one of");
        refusedExpression("{operator: Exists}", "key: \"\" must be");
        refusedExpression("{key: a/b/c, operator: Exists}", "one '/' at most");
        refusedExpression("{key: A.b/c, operator: Exists}", "the part before '/'");
        refusedExpression(
                "{key: a, operator: In, values: ['a b']}",
                "values[0]: \"a b\" must be empty or of");
        refusedExpression("{key: a, operator: In, values: [5]}", "values[0]: must be a string");
        refused(
                "{podSelector: {matchLabels: {a: 5}}}",
                "podSelector.matchLabels.a: must be a string");
        refused("{podSelector: {matchLabels: {'a b': c}}}", "key \"a b\"");
        refused("{podSelector: {matchLabels: [a]}}", "must be a mapping, but is a list");
        refused("{podSelector: web}", "must be a mapping");
    }

    private static void refusedExpression(String expression, String... words) {
        refused("{podSelector: {matchExpressions: [" + expression + "]}}", words);
    }

    @Test
    void labelsWrittenStraightIntoASelectorAreWarnedOf() {
        ManifestReading reading = read("{podSelector: {app: web, matchlabels: {a: b}}}");

        assertThat(((NetworkPolicy) reading.objects().getFirst().object()).podSelector())
                .isEqualTo(LabelSelector.ALL);
        assertThat(reading.problems())
                .extracting(ManifestProblem::toString)
                .containsExactly(
                        "p.yaml:4: NetworkPolicy x/p: spec.podSelector.app: unknown field: it has no effect"
                                + " (labels go below matchLabels)",
                        "p.yaml:4: NetworkPolicy x/p: spec.podSelector.matchlabels: unknown field: it has no effect"
                                + " (did you mean \"matchLabels\"?)");
    }

    @Test
    void eachErrorOfAPolicyIsSaid() {
        ManifestReading reading =
                read(
                        """

                          policyTypes: [Both]
                          ingress:
                          - ports:
                            - port: 70000
                            from:
                            - {}
                        """);

        assertThat(reading.problems())
                .extracting(ManifestProblem::line)
                .containsExactlyInAnyOrder(5, 8, 10);
    }
}
