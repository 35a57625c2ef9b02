package naru.bench.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A pod as routed networks connect it: a cable to its node, a /32 and a link-local gateway. */
final class PodCable {

    private static final String GATEWAY = "169.254.1.1";
    private static final String GATEWAY_MAC = "ee:ee:ee:ee:ee:ee";

    private PodCable() {}

    /**
     * Makes a pod.
     *
     * @param device the node's end
     */
    static Path make(Site site, String name, Path node, String device, String address)
            throws IOException {
        Path pod = site.namespace(name);
        site.ip(
                node,
                List.of(
                        "link add %s address %s type veth peer name eth0 netns %s"
                                .formatted(device, GATEWAY_MAC, pod),
                        "link set " + device + " up"));
        site.ip(
                pod,
                List.of(
                        "addr add " + address + "/32 dev eth0",
                        "link set eth0 up",
                        "route add " + GATEWAY + " dev eth0 scope link",
                        "neigh add %s lladdr %s dev eth0 nud permanent"
                                .formatted(GATEWAY, GATEWAY_MAC),
                        "route add default via " + GATEWAY + " dev eth0"));
        site.ip(node, List.of("route add " + address + "/32 dev " + device + " scope link"));
        return pod;
    }
}
