package naru.model;

import java.util.List;
import java.util.Map;

/**
 * A node.
 *
 * @param addresses all addresses of {@code status.addresses} that are IP addresses; the first
 *     InternalIP leads
 * @param podCidrs {@code spec.podCIDRs}: where this node's pods get their addresses
 */
public record Node(
        String name,
        Map<String, String> labels,
        List<Ipv4Address> addresses,
        List<Ipv4Prefix> podCidrs)
        implements ClusterObject {

    public Node {
        labels = Map.copyOf(labels);
        addresses = List.copyOf(addresses);
        podCidrs = List.copyOf(podCidrs);
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(ObjectKey.Kind.NODE, "", name);
    }
}
