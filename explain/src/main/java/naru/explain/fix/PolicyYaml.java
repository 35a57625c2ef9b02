package naru.explain.fix;

import java.util.ArrayList;
import java.util.List;
import naru.model.LabelSelector;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.BlockPeer;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.Peer;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Port;
import naru.model.NetworkPolicy.PortRange;

/** A policy of {@link PolicyFix} as a manifest, line by line. */
final class PolicyYaml {

    private PolicyYaml() {}

    static List<String> of(NetworkPolicy policy) {
        Direction direction = policy.types().iterator().next();
        boolean ingress = direction == Direction.INGRESS;
        NetworkPolicy.Rule rule = policy.rules(direction).getFirst();
        List<String> lines = new ArrayList<>();
        lines.add("apiVersion: networking.k8s.io/v1");
        lines.add("kind: NetworkPolicy");
        lines.add("metadata:");
        lines.add("  name: " + policy.name());
        lines.add("  namespace: " + policy.namespace());
        lines.add("spec:");
        selector("  ", "podSelector", policy.podSelector(), lines);
        lines.add("  policyTypes: [" + (ingress ? "Ingress" : "Egress") + "]");
        lines.add(ingress ? "  ingress:" : "  egress:");
        lines.add(ingress ? "  - from:" : "  - to:");
        peer(rule.peers().getFirst(), lines);
        for (Port port : rule.ports()) {
            lines.add("    ports:");
            lines.add("    - protocol: " + port.protocol());
            if (port.match() instanceof PortRange range) {
                lines.add("      port: " + range.first());
            }
        }
        return lines;
    }

    private static void peer(Peer peer, List<String> lines) {
        int first = lines.size();
        switch (peer) {
            case BlockPeer block -> {
                lines.add("      ipBlock:");
                lines.add("        cidr: " + block.cidr());
            }
            case PodPeer pods -> {
                pods.namespaces().ifPresent(s -> selector("      ", "namespaceSelector", s, lines));
                pods.pods().ifPresent(s -> selector("      ", "podSelector", s, lines));
            }
        }
        lines.set(first, "    - " + lines.get(first).strip());
    }

    private static void selector(
            String indent, String name, LabelSelector selector, List<String> lines) {
        if (selector.requirements().isEmpty()) {
            lines.add(indent + name + ": {}");
            return;
        }
        lines.add(indent + name + ":");
        lines.add(indent + "  matchLabels:");
        for (LabelSelector.Requirement label : selector.requirements()) {
            lines.add(
                    indent
                            + "    "
                            + label.key()
                            + ": \""
                            + String.join("", label.values())
                            + "\"");
        }
    }
}
