package naru.bench.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Base B: two nodes on the underlay that a lab's nodes have, with routes to each other's pods, and
 * without any program or rule.
 */
public final class DirectNodes {

    private static final String SERVER = "10.97.2.2";

    private DirectNodes() {}

    public static Network make(Site site) throws IOException {
        Path fabric = site.namespace("direct-fabric");
        site.ip(
                fabric,
                List.of(
                        "link add br0 type bridge forward_delay 0 mcast_snooping 0",
                        "link set br0 up"));
        Path one = node(site, fabric, 1);
        Path two = node(site, fabric, 2);
        site.ip(one, List.of("route add 10.97.2.0/24 via 10.96.0.2"));
        site.ip(two, List.of("route add 10.97.1.0/24 via 10.96.0.1"));
        Path client = PodCable.make(site, "direct-client", one, "pod0", "10.97.1.2");
        Path server = PodCable.make(site, "direct-server", two, "pod0", SERVER);
        return new Network("direct routes", client, server, SERVER);
    }

    private static Path node(Site site, Path fabric, int number) throws IOException {
        Path node = site.router("direct-node" + number);
        site.ip(
                fabric,
                List.of(
                        "link add n%d type veth peer name eth0 netns %s".formatted(number, node),
                        "link set n" + number + " master br0 up"));
        site.ip(node, List.of("addr add 10.96.0." + number + "/24 dev eth0", "link set eth0 up"));
        return node;
    }
}
