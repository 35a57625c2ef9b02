package naru.cni;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    /** One file that {@link #install} looked after. */
    public record Installed(Path file, boolean changed) {}

    private CniInstaller() {}

    /**
     * @param socket where the relay finds the agent
     * @throws IOException if a file can't be written; the message names it
     * @throws IllegalArgumentException if the socket's path can't stand in the configuration
     */
    public static List<Installed> install(Path binDir, Path configDir, Path socket)
            throws IOException {
        // The executable comes first: a runtime that sees the configuration calls it.
        List<Installed> files = new ArrayList<>();
        byte[] config = conflist(socket).getBytes(StandardCharsets.UTF_8);
        files.add(AtomicFile.write(binDir.resolve(EXECUTABLE), relay(), "rwxr-xr-x"));
        files.add(AtomicFile.write(configDir.resolve(CONFIG_FILE), config, "rw-r--r--"));
        return files;
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
    public static String conflist(Path socket) {
        String path = socket.toAbsolutePath().normalize().toString();
        if (path.chars().anyMatch(c -> c == '"' || c == '\\' || c < ' ')) {
            throw new IllegalArgumentException(
                    "socket path " + path + " has a quote, backslash or control character");
        }
        return """
               {
                 "cniVersion": "1.0.0",
                 "name": "naru",
                 "plugins": [
                   {"type": "%s", "socket": "%s"}
                 ]
               }
               """
                .formatted(EXECUTABLE, path);
    }
}
