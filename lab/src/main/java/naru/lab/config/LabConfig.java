package naru.lab.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/**
 * What a lab.yaml says.
 *
 * @param subnets the fabric's segments; at least one
 * @param nodes what Node manifests can't say, by name
 * @param external hosts outside the cluster
 * @param agent settings of every agent
 */
public record LabConfig(
        List<Subnet> subnets,
        Router router,
        Map<String, NodeSettings> nodes,
        List<External> external,
        Map<String, String> agent) {

    /** Without any lab.yaml. */
    public static final LabConfig DEFAULTS =
            new LabConfig(
                    List.of(Subnet.DEFAULT), new Router(true, true), Map.of(), List.of(), Map.of());

    public LabConfig {
        subnets = List.copyOf(subnets);
        nodes = Map.copyOf(nodes);
        external = List.copyOf(external);
        agent = Map.copyOf(agent);
    }

    /**
     * A segment of the fabric.
     *
     * @param mtu in bytes, 576 to 65535
     */
    public record Subnet(String name, Ipv4Prefix cidr, int mtu) {

        public static final int DEFAULT_MTU = 1500;
        public static final Subnet DEFAULT =
                new Subnet("default", Ipv4Prefix.parse("172.30.0.0/24"), DEFAULT_MTU);
    }

    /**
     * What joins the segments.
     *
     * @param present false: nothing does
     * @param podRoutes whether it has routes to each node's pod ranges
     */
    public record Router(boolean present, boolean podRoutes) {}

    /** What lab.yaml says of one node; missing: what its segment has. */
    public record NodeSettings(Optional<String> subnet, Optional<Integer> mtu) {
        public static final NodeSettings NONE =
                new NodeSettings(Optional.empty(), Optional.empty());
    }

    /** A host outside the cluster, with exactly these addresses. */
    public record External(String name, List<Ipv4Address> addresses, Optional<String> subnet) {
        public External {
            addresses = List.copyOf(addresses);
        }
    }
}
