package naru.lab.scenario;

/** Manifests in few words. Each is a YAML document of its own, so that they can be joined. */
final class Manifests {

    /** Two nodes with known addresses. */
    static final String TWO_NODES = node(1) + node(2);

    private Manifests() {}

    /** Node n1 has 172.30.0.11 and the pods of 10.244.1.0/24, n2 .12 and 10.244.2.0/24 … */
    static String node(int number) {
        return node(number, "172.30.0." + (10 + number));
    }

    static String node(int number, String address) {
        return """
               ---
               {apiVersion: v1, kind: Node, metadata: {name: n%d}, spec: {podCIDR: 10.244.%d.0/24},
                status: {addresses: [{type: InternalIP, address: %s}]}}
               """
                .formatted(number, number, address);
    }

    static String namespace(String name, String labels) {
        return """
               ---
               {apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {%s}}}
               """
                .formatted(name, labels);
    }

    static String pod(String namespace, String name, String node, String labels) {
        return """
               ---
               {apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s, labels: {%s}},
                spec: {nodeName: %s, containers: [{name: c}]}}
               """
                .formatted(name, namespace, labels, node);
    }

    /** A pod that wishes for an address. */
    static String pod(String namespace, String name, String node, String labels, String address) {
        String annotations =
                "annotations: {cni.projectcalico.org/ipAddrs: '[\"" + address + "\"]'}";
        return pod(namespace, name, node, labels).replace("labels: {", annotations + ", labels: {");
    }

    static String hostNetworkPod(String namespace, String name, String node, String labels) {
        return pod(namespace, name, node, labels).replace("spec: {", "spec: {hostNetwork: true, ");
    }

    /** Policy {@code rule} of pods with {@code app: server}. */
    static String serverLetsIn(String namespace, String peers) {
        return """
               ---
               {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy,
                metadata: {name: rule, namespace: %s},
                spec: {podSelector: {matchLabels: {app: server}}, policyTypes: [Ingress],
                  ingress: [{from: [%s]}]}}
               """
                .formatted(namespace, peers);
    }

    /** Policy {@code out} of pods with {@code app: client}. */
    static String clientReaches(String namespace, String peers) {
        return """
               ---
               {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy,
                metadata: {name: out, namespace: %s},
                spec: {podSelector: {matchLabels: {app: client}}, policyTypes: [Egress],
                  egress: [{to: [%s]}]}}
               """
                .formatted(namespace, peers);
    }

    static String podsWith(String labels) {
        return "{podSelector: {matchLabels: {" + labels + "}}}";
    }

    static String namespacesWith(String labels) {
        return "{namespaceSelector: {matchLabels: {" + labels + "}}}";
    }
}
