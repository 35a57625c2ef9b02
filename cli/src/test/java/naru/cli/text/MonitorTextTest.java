package naru.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.wire.AgentReplies.MonitorEvent;
import org.junit.jupiter.api.Test;

/** The expected lines are those of the article in which Argo CD's probes were dropped. */
class MonitorTextTest {

    private static final String SYN = "172.26.50.201:60556 -> 10.0.1.185:8082 tcp SYN";
    private static final List<String> NONE = List.of();

    private static MonitorEvent event(
            String type,
            String verdict,
            String match,
            List<String> rules,
            List<String> isolatedBy) {
        return new MonitorEvent(
                type,
                "2026-01-01T00:00:00Z",
                "n1",
                "0x48357586",
                211,
                "argocd/controller",
                2,
                15435,
                "world",
                "argocd/controller",
                "172.26.50.201",
                60556,
                "10.0.1.185",
                8082,
                "tcp",
                6,
                "ingress",
                verdict,
                match,
                "Policy denied",
                133,
                "new",
                "to-endpoint",
                "",
                0,
                SYN,
                rules,
                isolatedBy,
                0);
    }

    private static MonitorEvent trace(String point, String device) {
        MonitorEvent e = event("trace", "allow", "none", NONE, NONE);
        return new MonitorEvent(
                e.type(),
                e.time(),
                e.node(),
                "0x76403eb7",
                1562,
                "argocd/server",
                2,
                11803,
                "world",
                "argocd/server",
                e.source(),
                56134,
                "10.0.1.184",
                8080,
                e.protocol(),
                e.protocolNumber(),
                e.direction(),
                e.verdict(),
                e.match(),
                "",
                0,
                "new",
                point,
                device,
                0,
                "172.26.50.201:56134 -> 10.0.1.184:8080 tcp SYN",
                NONE,
                NONE,
                0);
    }

    private static List<String> lines(MonitorEvent event) {
        return new MonitorText(Paint.NONE, false, false).lines(event);
    }

    @Test
    void aDeniedVerdictNamesThePoliciesThatIsolate() {
        List<String> isolating = List.of("argocd/controller-network-policy");
        assertThat(lines(event("policy-verdict", "deny", "none", NONE, isolating)))
                .containsExactly(
                        "Policy verdict log: flow 0x48357586 local EP ID 211, remote ID world, proto"
                                + " 6, ingress, action deny, match none, "
                                + SYN,
                        "   default-deny: argocd/controller is isolated for ingress by"
                                + " argocd/controller-network-policy, and no rule of theirs matches");
    }

    @Test
    void anAllowedVerdictNamesTheRule() {
        assertThat(
                        lines(
                                event(
                                        "policy-verdict",
                                        "allow",
                                        "L3-L4",
                                        List.of("argocd/controller ingress[0]"),
                                        NONE)))
                .first()
                .asString()
                .contains("action allow, match L3-L4, " + SYN);
        assertThat(
                        lines(
                                event(
                                        "policy-verdict",
                                        "allow",
                                        "L3-L4",
                                        List.of("a/b ingress[0]"),
                                        NONE)))
                .last()
                .isEqualTo("   decided by a/b ingress[0]");
    }

    @Test
    void aDropHasTheFormThatPeopleKnow() {
        assertThat(lines(event("drop", "deny", "none", NONE, NONE)))
                .containsExactly(
                        "xx drop (Policy denied) flow 0x48357586 to endpoint 211, , identity"
                                + " world->15435: "
                                + SYN);
    }

    @Test
    void aTraceSaysWhereThePacketWent() {
        assertThat(lines(trace("to-endpoint", "")))
                .containsExactly(
                        "-> endpoint 1562 flow 0x76403eb7 , identity world->11803 state new ifindex"
                                + " 0 orig-ip 172.26.50.201: 172.26.50.201:56134 -> 10.0.1.184:8080"
                                + " tcp SYN");
        assertThat(lines(trace("to-stack", "eth0")).getFirst())
                .startsWith(
                        "-> stack flow 0x76403eb7 , identity world->11803 state new ifindex eth0")
                .contains("orig-ip 0.0.0.0: ");
        assertThat(lines(trace("from-network", "eth0")).getFirst()).startsWith("<- network flow ");
    }

    @Test
    void eventsOfSeveralNodesSayTheirNode() {
        assertThat(new MonitorText(Paint.NONE, false, true).lines(trace("to-stack", "")))
                .last()
                .isEqualTo("   at n1");
    }
}
