package naru.agent.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import naru.cni.CniInstaller;
import naru.wire.Json;

/**
 * Whether the runtime of this node can call this agent: our configuration is still there, and the
 * executable is that of this build. Who comes before us, another check says. A node on which it was
 * never installed, such as one of a lab, is well without.
 */
public final class CniConfigCheck implements Check {

    private static final String INSTALL = "naru cni install";

    private final Path configs;
    private final List<Path> executables;
    private final Path socket;
    private boolean wasThere;

    /**
     * @param configs where runtimes look for network configurations
     * @param executables where they may look for plugins
     * @param socket the agent's
     */
    public CniConfigCheck(Path configs, List<Path> executables, Path socket) {
        this.configs = configs;
        this.executables = List.copyOf(executables);
        this.socket = socket.toAbsolutePath().normalize();
        this.wasThere = ours(files()).isPresent();
    }

    @Override
    public String name() {
        return "cni-config";
    }

    @Override
    public synchronized List<Finding> look() throws IOException {
        List<Path> files = files();
        Optional<Path> ours = ours(files);
        if (ours.isEmpty()) {
            return wasThere ? List.of(gone(files)) : List.of();
        }
        wasThere = true;
        return executable().stream().toList();
    }

    /** In the order in which runtimes take them. */
    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(configs, "*.{conf,conflist,json}")) {
            all.forEach(files::add);
        } catch (IOException e) {
            return List.of();
        }
        files.sort(null);
        return files;
    }

    private Optional<Path> ours(List<Path> files) {
        return files.stream().filter(this::isOurs).findFirst();
    }

    private boolean isOurs(Path file) {
        try {
            JsonNode config = Json.parse(Files.readString(file));
            JsonNode first = config.at("/plugins/0");
            return first.path("type").asText().equals(CniInstaller.EXECUTABLE)
                    && first.path("socket").asText().equals(socket.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<Finding> executable() throws IOException {
        for (Path folder : executables) {
            Path file = folder.resolve(CniInstaller.EXECUTABLE);
            if (Files.isExecutable(file)) {
                boolean same = Arrays.equals(Files.readAllBytes(file), CniInstaller.relay());
                return same ? Optional.empty() : Optional.of(other(file));
            }
        }
        return Optional.of(
                new Finding(
                        name(),
                        "no pod can be started: the CNI executable is missing",
                        executables.getFirst().resolve(CniInstaller.EXECUTABLE).toString(),
                        "no executable of that name in " + executables,
                        "it was removed, or never installed",
                        INSTALL));
    }

    private Finding other(Path file) {
        return new Finding(
                name(),
                "the CNI executable is not of this agent's build",
                file.toString(),
                "it differs from the one that this agent brings",
                "the agent was upgraded or downgraded without it",
                INSTALL);
    }

    private Finding gone(List<Path> files) {
        return new Finding(
                name(),
                "new pods get their network from somebody else, or none",
                configs.toString(),
                files.isEmpty() ? "it holds no configuration" : "it holds " + files,
                "Naru's configuration was there and is gone",
                INSTALL);
    }
}
