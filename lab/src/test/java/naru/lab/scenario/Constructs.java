package naru.lab.scenario;

import static naru.lab.scenario.Transport.TCP;
import static naru.lab.scenario.Transport.UDP;

import java.util.List;
import java.util.stream.Stream;

/** The rows of the coverage table. */
final class Constructs {

    private static final String FRIENDS = "{podSelector: {matchLabels: {app: friend}}}";
    private static final String STRANGERS = "{podSelector: {matchLabels: {app: stranger}}}";
    private static final String OTHERS = "{namespaceSelector: {matchLabels: {team: other}}}";

    private Constructs() {}

    static List<Construct> all() {
        return Stream.of(selectors(), blocks(), ports(), isolation())
                .flatMap(List::stream)
                .toList();
    }

    private static Construct peers(String name, String peers) {
        return new Construct(name, "[{PEERS: [" + peers + "]}]");
    }

    private static Construct expression(String name, String expression) {
        return peers(name, "{podSelector: {matchExpressions: [{" + expression + "}]}}")
                .lets("friend")
                .keepsOut("stranger");
    }

    private static List<Construct> selectors() {
        return List.of(
                peers("podSelector", FRIENDS).lets("friend").keepsOut("stranger other/friend"),
                peers("namespaceSelector", OTHERS)
                        .lets("other/friend other/stranger")
                        .keepsOut("friend ext/e1"),
                peers(
                                "both in one peer",
                                "{namespaceSelector: {matchLabels: {team: other}},"
                                        + " podSelector: {matchLabels: {app: friend}}}")
                        .lets("other/friend")
                        .keepsOut("other/stranger friend"),
                peers("two peers (or)", OTHERS + ", " + FRIENDS)
                        .lets("other/stranger friend")
                        .keepsOut("stranger"),
                expression("matchExpressions In", "key: tier, operator: In, values: [gold, tin]"),
                expression("matchExpressions NotIn", "key: tier, operator: NotIn, values: [iron]"),
                expression("matchExpressions Exists", "key: member, operator: Exists"),
                expression("matchExpressions DoesNotExist", "key: banned, operator: DoesNotExist"),
                peers("empty podSelector", "{podSelector: {}}")
                        .lets("friend stranger")
                        .keepsOut("other/friend ext/e1"),
                peers("empty namespaceSelector", "{namespaceSelector: {}}")
                        .lets("stranger other/stranger")
                        .keepsOut("ext/e1 node/n2"));
    }

    private static List<Construct> blocks() {
        return List.of(
                peers(
                                "ipBlock of pods",
                                "{ipBlock: {cidr: 10.244.1.101/32}},"
                                        + " {ipBlock: {cidr: 10.244.2.101/32}}")
                        .lets("friend")
                        .keepsOut("stranger"),
                peers("ipBlock of an outside host", "{ipBlock: {cidr: 192.0.2.0/28}}")
                        .lets("ext/e1")
                        .keepsOut("ext/e2 friend"),
                peers("ipBlock of a node", "{ipBlock: {cidr: 172.30.0.12/32}}")
                        .lets("node/n2")
                        .keepsOut("node/n3 friend"),
                peers(
                                "ipBlock with except",
                                "{ipBlock: {cidr: 10.244.0.0/16,"
                                        + " except: [10.244.1.102/32, 10.244.2.102/32]}},"
                                        + " {ipBlock: {cidr: 192.0.2.0/24,"
                                        + " except: [192.0.2.16/28]}}")
                        .lets("friend ext/e1")
                        .keepsOut("stranger ext/e2"));
    }

    private static Construct ports(String name, String ports) {
        return new Construct(name, "[{PEERS: [" + FRIENDS + "], ports: [" + ports + "]}]")
                .noEcho("friend");
    }

    private static List<Construct> ports() {
        return List.of(
                ports("one port", "{port: 8080}, {port: 5300, protocol: UDP}")
                        .ports(TCP, "friend", List.of(8080), List.of(8081, 5300))
                        .ports(UDP, "friend", List.of(5300), List.of(5301, 8080)),
                ports("named port", "{port: web}, {port: dns, protocol: UDP}")
                        .ports(TCP, "friend", List.of(8080), List.of(8081, 5300))
                        .ports(UDP, "friend", List.of(5300), List.of(5301, 8080)),
                ports(
                                "endPort range",
                                "{port: 8081, endPort: 8083},"
                                        + " {port: 5301, endPort: 5304, protocol: UDP}")
                        .ports(TCP, "friend", List.of(8081, 8083), List.of(8080, 8084))
                        .ports(UDP, "friend", List.of(5301, 5304), List.of(5300, 5305)),
                eachItsProtocol(),
                peers("no ports", FRIENDS)
                        .ports(TCP, "friend", List.of(1, 65_535), List.of())
                        .ports(UDP, "friend", List.of(1, 65_535), List.of())
                        .lets("friend")
                        .keepsOut("stranger"),
                new Construct("no peers", "[{ports: [{port: 8080}, {port: 5300, protocol: UDP}]}]")
                        .ports(TCP, "stranger", List.of(8080), List.of(8081))
                        .ports(TCP, "ext/e1", List.of(8080), List.of(8081))
                        .ports(UDP, "stranger", List.of(5300), List.of(5301))
                        .ports(UDP, "ext/e1", List.of(5300), List.of(5301))
                        .noEcho("stranger"));
    }

    /** TCP for the ones, UDP for the others. */
    private static Construct eachItsProtocol() {
        List<Integer> any = List.of(8080, 5300);
        String tcp = "{PEERS: [" + FRIENDS + "], ports: [{protocol: TCP}]}";
        String udp = "{PEERS: [" + STRANGERS + "], ports: [{protocol: UDP}]}";
        return new Construct("protocol without port", "[" + tcp + ", " + udp + "]")
                .ports(TCP, "friend", any, List.of())
                .ports(TCP, "stranger", List.of(), any)
                .ports(UDP, "stranger", any, List.of())
                .ports(UDP, "friend", List.of(), any)
                .noEcho("friend");
    }

    private static List<Construct> isolation() {
        return List.of(
                new Construct("default deny", "[]")
                        .isReachedBy("node/n1")
                        .keepsOut("friend other/friend ext/e1 node/n2"),
                peers("policyTypes: other way only", FRIENDS)
                        .isolatesTheOtherDirection()
                        .lets("friend stranger ext/e1")
                        .keepsOutInTheOtherDirection("stranger"),
                peers("policyTypes left out", FRIENDS)
                        .leavesTypesOut()
                        .lets("friend")
                        .keepsOut("stranger"));
    }
}
