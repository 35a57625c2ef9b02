package naru.cni;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Installs the relay as {@code naru} and the configuration as {@code 05-naru.conflist}. Each file
 * is there whole or not at all, also after a power cut; a second run changes nothing.
 */
public final class CniInstaller {

    /** Where runtimes look for CNI executables unless told otherwise. */
    public static final Path BIN_DIR = Path.of("/opt/cni/bin");

    /** Where runtimes look for network configurations unless told otherwise. */
    public static final Path CONFIG_DIR = Path.of("/etc/cni/net.d");

    /** Name of the executable; also the plugin type in the configuration. */
    public static final String EXECUTABLE = "naru";

    /** Name of the configuration; runtimes take the first in alphabetical order. */
    public static final String CONFIG_FILE = "05-naru.conflist";

    /** What becomes of a pod that wishes for a port of its node. */
    public enum HostPorts {
        /** ADD fails and says why. */
        REFUSE,
        /** The plugin {@code portmap}, which others make, does it behind ours. */
        PORTMAP
    }

    /** One file that {@link #install} looked after. */
    public record Installed(Path file, boolean changed) {}

    private static final String PORTMAP = "portmap";
    private static final String LOOPBACK = "loopback";

    /** Where Debian's and Ubuntu's package containernetworking-plugins has its executables. */
    private static final Path DISTRIBUTION_BIN_DIR = Path.of("/usr/lib/cni");

    /**
     * Runtimes that know {@code cniVersions} take the highest that they know, others (containerd
     * 1.6) take {@code cniVersion}. The capabilities are declared so that runtimes tell of pods
     * that wish for what we don't do; what is not declared they would not tell.
     */
    private static final String ALONE =
            """
            {
              "cniVersion": "1.0.0",
              "cniVersions": ["0.3.1", "0.4.0", "1.0.0", "1.1.0"],
              "name": "naru",
              "plugins": [
                {"type": "naru", "socket": "SOCKET", "capabilities": {"portMappings": true, "bandwidth": true}}
              ]
            }
            """;

    /** Of one version: portmap may not know the newest. */
    private static final String WITH_PORTMAP =
            """
            {
              "cniVersion": "1.0.0",
              "name": "naru",
              "plugins": [
                {"type": "naru", "socket": "SOCKET", "capabilities": {"bandwidth": true}},
                {"type": "portmap", "capabilities": {"portMappings": true}}
              ]
            }
            """;

    private CniInstaller() {}

    /** As {@link #install(Path, Path, Path, HostPorts)}, with host ports refused. */
    public static List<Installed> install(Path binDir, Path configDir, Path socket)
            throws IOException {
        return install(binDir, configDir, socket, HostPorts.REFUSE);
    }

    /**
     * @param socket where the relay finds the agent
     * @throws IOException if a file can't be written, or is missing; the message names it
     * @throws IllegalArgumentException if the socket's path can't stand in the configuration
     */
    public static List<Installed> install(
            Path binDir, Path configDir, Path socket, HostPorts hostPorts) throws IOException {
        byte[] config = conflist(socket, hostPorts).getBytes(StandardCharsets.UTF_8);
        if (hostPorts == HostPorts.PORTMAP && !Files.isExecutable(binDir.resolve(PORTMAP))) {
            throw new IOException(
                    "there is no "
                            + binDir.resolve(PORTMAP)
                            + ": install containernetworking-plugins, or leave --host-ports away");
        }
        // The executable comes first: a runtime that sees the configuration calls it.
        List<Installed> files = new ArrayList<>();
        files.add(AtomicFile.write(binDir.resolve(EXECUTABLE), relay(), "rwxr-xr-x"));
        files.add(AtomicFile.write(configDir.resolve(CONFIG_FILE), config, "rw-r--r--"));
        return files;
    }

    /**
     * containerd's CRI asks a plugin {@code loopback} to bring up {@code lo}, and makes no pod
     * without it. Where none is installed, the distribution's is linked.
     *
     * @return the link, if one was made; empty if there is a plugin, or none to link to
     */
    public static Optional<Path> linkLoopback(Path binDir) throws IOException {
        Path loopback = binDir.resolve(LOOPBACK);
        Path distributions = DISTRIBUTION_BIN_DIR.resolve(LOOPBACK);
        if (hasLoopback(binDir) || !Files.isExecutable(distributions)) {
            return Optional.empty();
        }
        Files.createDirectories(binDir);
        Files.deleteIfExists(loopback); // a link that leads nowhere
        return Optional.of(Files.createSymbolicLink(loopback, distributions));
    }

    /** Whether containerd's CRI finds there all that it needs besides. */
    public static boolean hasLoopback(Path binDir) {
        return Files.isExecutable(binDir.resolve(LOOPBACK));
    }

    /** The relay's executable as built for this machine. */
    public static byte[] relay() throws IOException {
        try (InputStream in = CniInstaller.class.getResourceAsStream("/naru/cni/relay")) {
            if (in == null) {
                throw new IOException(
                        "this build lacks the CNI relay (resource /naru/cni/relay): build it again");
            }
            return in.readAllBytes();
        }
    }

    /** The network configuration list for an agent at {@code socket}. */
    public static String conflist(Path socket, HostPorts hostPorts) {
        String path = socket.toAbsolutePath().normalize().toString();
        if (path.chars().anyMatch(c -> c == '"' || c == '\\' || c < ' ')) {
            throw new IllegalArgumentException(
                    "socket path " + path + " has a quote, backslash or control character");
        }
        String text =
                switch (hostPorts) {
                    case REFUSE -> ALONE;
                    case PORTMAP -> WITH_PORTMAP;
                };
        return text.replace("SOCKET", path);
    }
}
