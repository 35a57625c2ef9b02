package naru.bench.cluster;

import java.util.ArrayList;
import java.util.List;

/** The cluster whose packets are measured, as manifests. */
public final class PolicyManifests {

    /** Only the entry for the client's namespace admits what comes here. */
    public static final int SELECTOR_PORT = 7100;

    /** Only the entry for the block of the client's address admits what comes here. */
    public static final int BLOCK_PORT = 7200;

    /** Nothing admits what comes here. */
    public static final int CLOSED_PORT = 7999;

    /** How many entries beside those that are met: blocks times ports. */
    private static final int BLOCKS = 100;

    private static final int PORTS = 100;

    private PolicyManifests() {}

    /** How many entries the endpoints of the full policies have at least. */
    public static final int MANY = BLOCKS * PORTS;

    /** Two nodes; a pair under one entry, a pair under many, their like on the other node. */
    public static String datapath() {
        List<String> documents =
                new ArrayList<>(
                        List.of(
                                node("n1", "10.244.1.0/24"),
                                node("n2", "10.244.2.0/24"),
                                namespace("bench", "bench"),
                                namespace("other", "other"),
                                pod("bench", "one-client", "n1", "one-client", "10.244.1.17"),
                                pod("bench", "one-server", "n1", "one-server", "10.244.1.18"),
                                pod("bench", "many-client", "n1", "many-client", "10.244.1.33"),
                                pod("bench", "many-server", "n1", "many-server", "10.244.1.34"),
                                pod("bench", "far-server", "n2", "many-server", "10.244.2.34"),
                                pod("other", "twin", "n1", "many-client", "10.244.1.200"),
                                onePolicy(),
                                many("many-ingress", "many-server", "Ingress", "from"),
                                many("many-egress", "many-client", "Egress", "to")));
        return String.join("---\n", documents);
    }

    /** One node; its pods, which the bench makes itself, are under policy. */
    public static String cni() {
        return String.join(
                "---\n",
                node("n1", "10.244.0.0/18"),
                namespace("bench", "bench"),
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {namespace: bench, name: called}
                spec:
                  podSelector: {matchLabels: {app: called}}
                  policyTypes: [Ingress, Egress]
                  ingress:
                  - from: [{namespaceSelector: {}}, {ipBlock: {cidr: 192.0.2.0/24}}]
                    ports: [{port: 80}, {port: 443}]
                  egress:
                  - to: [{podSelector: {}}, {ipBlock: {cidr: 198.51.100.0/24}}]
                """);
    }

    /** One node with so many pods: one that sends, and its targets. */
    public static String policy(int count) {
        List<String> documents =
                new ArrayList<>(
                        List.of(
                                node("n1", "10.244.0.0/18"),
                                namespace("bench", "bench"),
                                pod("bench", "prober", "n1", "prober", "10.244.1.0")));
        for (int i = 1; i < count; i++) {
            documents.add(pod("bench", "target" + i, "n1", "target", "10.244.1." + i));
        }
        return String.join("---\n", documents);
    }

    private static String node(String name, String range) {
        return """
        apiVersion: v1
        kind: Node
        metadata: {name: %s}
        spec: {podCIDR: %s}
        """
                .formatted(name, range);
    }

    private static String namespace(String name, String team) {
        return """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s, labels: {team: %s}}
        """
                .formatted(name, team);
    }

    private static String pod(
            String namespace, String name, String node, String role, String address) {
        return """
        apiVersion: v1
        kind: Pod
        metadata:
          namespace: %s
          name: %s
          labels: {role: %s}
          annotations: {cni.projectcalico.org/ipAddrs: '["%s"]'}
        spec: {nodeName: %s, containers: [{name: c, image: none}]}
        """
                .formatted(namespace, name, role, address, node);
    }

    private static String onePolicy() {
        return """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {namespace: bench, name: one}
        spec:
          podSelector: {matchLabels: {role: one-server}}
          policyTypes: [Ingress]
          ingress:
          - from:
            - namespaceSelector: {matchLabels: {team: bench}}
              podSelector: {matchLabels: {role: one-client}}
        """;
    }

    /**
     * Admits what is measured both by namespace and by block, one port each by only one of them,
     * and thousands of other things.
     */
    private static String many(String name, String role, String type, String peers) {
        return """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {namespace: bench, name: %s}
        spec:
          podSelector: {matchLabels: {role: %s}}
          policyTypes: [%s]
          %s:
          - %s: [%s, %s]
            ports: [{protocol: TCP, port: 7008, endPort: 7015}, {protocol: UDP, port: 7008, endPort: 7015}]
          - %s: [%s]
            ports: [{protocol: TCP, port: 7100}, {protocol: UDP, port: 7100}]
          - %s: [%s]
            ports: [{protocol: TCP, port: 7200}, {protocol: UDP, port: 7200}]
          - %s: [%s]
            ports: [%s]
        """
                .formatted(
                        name,
                        role,
                        type,
                        type.toLowerCase(java.util.Locale.ROOT),
                        peers,
                        TEAM,
                        BLOCKS_OF_PODS,
                        peers,
                        TEAM,
                        peers,
                        BLOCKS_OF_PODS,
                        peers,
                        otherBlocks(),
                        otherPorts());
    }

    private static final String TEAM = "{namespaceSelector: {matchLabels: {team: bench}}}";
    private static final String BLOCKS_OF_PODS =
            "{ipBlock: {cidr: 10.244.1.32/28}}, {ipBlock: {cidr: 10.244.2.32/28}}";

    private static String otherBlocks() {
        List<String> blocks = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            blocks.add("{ipBlock: {cidr: 203.0." + i + ".0/24}}");
        }
        return String.join(", ", blocks);
    }

    /** Every second one, so that no two make a range. */
    private static String otherPorts() {
        List<String> ports = new ArrayList<>();
        for (int i = 0; i < PORTS; i++) {
            ports.add("{protocol: TCP, port: " + (20001 + 2 * i) + "}");
        }
        return String.join(", ", ports);
    }
}
