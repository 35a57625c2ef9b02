package naru.bench.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Base A: a cable between two namespaces, and nothing else. No pod network can be cheaper. */
public final class VethPair {

    private VethPair() {}

    public static Network make(Site site) throws IOException {
        Path client = site.namespace("veth-client");
        Path server = site.namespace("veth-server");
        site.ip(
                client,
                List.of(
                        "link add eth0 type veth peer name eth0 netns " + server,
                        "addr add 10.99.0.1/24 dev eth0",
                        "link set eth0 up"));
        site.ip(server, List.of("addr add 10.99.0.2/24 dev eth0", "link set eth0 up"));
        return new Network("veth pair", client, server, "10.99.0.2");
    }
}
