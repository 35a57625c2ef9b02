package naru.naive.generate;

import java.util.List;
import java.util.Map;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** The few words that generated clusters are made of: few, so that they meet often. */
final class Words {

    static final List<String> NAMESPACES = List.of("x", "y", "z");
    static final List<String> NODES = List.of("n1", "n2", "n3");
    static final List<String> POLICIES = List.of("p1", "p2", "p3", "p4", "p5", "p6");
    static final List<String> PORT_NAMES = List.of("web", "dns", "metrics");
    static final List<Integer> PORTS = List.of(53, 80, 81, 443, 8080, 8081, 9090);
    static final List<String> SERVICE_ACCOUNTS = List.of("default", "builder");

    /** Labels of pods and of namespaces: key to values. */
    static final Map<String, List<String>> POD_LABELS =
            Map.of(
                    "app", List.of("a", "b", "c"),
                    "tier", List.of("front", "back"),
                    "canary", List.of("", "yes"),
                    "pod-template-hash", List.of("1", "2"));

    static final Map<String, List<String>> NAMESPACE_LABELS =
            Map.of("team", List.of("red", "blue"), "stage", List.of("test", "live"));

    /** Around pods, nodes and what lies outside; many lie within others. */
    static final List<Ipv4Prefix> BLOCKS =
            List.of(
                            "0.0.0.0/0",
                            "10.0.0.0/8",
                            "10.244.0.0/16",
                            "10.244.1.0/24",
                            "10.244.1.0/29",
                            "10.244.1.4/30",
                            "10.244.2.0/24",
                            "10.244.2.2/31",
                            "10.244.2.3/32",
                            "10.244.3.0/28",
                            "172.18.0.0/24",
                            "172.18.0.11/32",
                            "172.18.0.12/31",
                            "192.0.2.0/24",
                            "192.0.2.128/25",
                            "192.0.2.200/32",
                            "128.0.0.0/1")
                    .stream()
                    .map(Ipv4Prefix::parse)
                    .toList();

    /** Addresses that are nobody's in the cluster; some lie in its ranges. */
    static final List<Ipv4Address> OUTSIDE =
            List.of(
                            "192.0.2.10",
                            "192.0.2.130",
                            "192.0.2.200",
                            "172.18.0.99",
                            "8.8.8.8",
                            "10.244.1.200")
                    .stream()
                    .map(Ipv4Address::parse)
                    .toList();

    private Words() {}

    static Ipv4Prefix podCidr(String node) {
        return Ipv4Prefix.parse("10.244." + node.substring(1) + ".0/24");
    }

    static Ipv4Address nodeAddress(String node) {
        return Ipv4Address.parse("172.18.0.1" + node.substring(1));
    }
}
