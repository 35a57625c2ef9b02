package naru.bench.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.wire.Json;

/**
 * A plugin of the distribution's package, with {@code host-local} for addresses.
 *
 * @param type bridge or ptp
 * @param folder where its executable is
 */
public record CniPeer(String type, Path folder) {

    /** Where distributions put plugins. */
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"));

    /** The package that has them in Debian. */
    public static final String PACKAGE = "containernetworking-plugins";

    /** The plugin, if it is installed. */
    public static Optional<CniPeer> find(String type) {
        return FOLDERS.stream()
                .filter(folder -> Files.isExecutable(folder.resolve(type)))
                .filter(folder -> Files.isExecutable(folder.resolve("host-local")))
                .findFirst()
                .map(folder -> new CniPeer(type, folder));
    }

    public Path executable() {
        return folder.resolve(type);
    }

    /** A node with two pods of it. */
    public Network make(Site site) throws IOException {
        Path node = site.router(type + "-node");
        Path client = site.namespace(type + "-client");
        Path server = site.namespace(type + "-server");
        add(site, node, client);
        String address = add(site, node, server);
        return new Network(type + " + host-local", client, server, address);
    }

    private String add(Site site, Path node, Path pod) throws IOException {
        String container = pod.getFileName().toString();
        Map<String, String> variables = variables("ADD", container, pod);
        List<String> command = List.of(executable().toString());
        String result = site.run(node, command, variables, config(site.folder()));
        return Json.parse(result).path("ips").path(0).path("address").asText().split("/")[0];
    }

    /** The {@code CNI_*} of a call. */
    public Map<String, String> variables(String verb, String container, Path netns) {
        return Map.of(
                "CNI_COMMAND",
                verb,
                "CNI_CONTAINERID",
                container,
                "CNI_NETNS",
                netns.toString(),
                "CNI_IFNAME",
                "eth0",
                "CNI_PATH",
                folder.toString());
    }

    /**
     * Its configuration.
     *
     * @param state a folder for host-local's files
     */
    public String config(Path state) {
        return """
        {"cniVersion": "0.4.0", "name": "peer-%s", "type": "%s", "bridge": "cni0", "isGateway": true,
         "ipam": {"type": "host-local", "subnet": "10.94.0.0/16", "dataDir": "%s"}}
        """
                .formatted(type, type, state.resolve("host-local"));
    }
}
