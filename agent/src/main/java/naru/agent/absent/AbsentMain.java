package naru.agent.absent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.datapath.DatapathOptions;
import naru.linux.ffi.NativeException;
import naru.watch.config.AgentConfigReader;
import naru.wire.AgentPlaces;
import naru.wire.Json;

/**
 * Looks at a node without its agent; {@code naru doctor} and {@code naru support-bundle} run it in
 * the node's namespaces. One word says what is wanted, {@code doctor}, {@code kernel} or {@code
 * settings}; flags are those of the agent. JSON on standard output.
 */
public final class AbsentMain {

    private static final String STARTED_BY_HAND = "naru agent --node NAME --manifests DIR";

    private AbsentMain() {}

    public static void main(String[] args) throws IOException {
        try {
            Map<String, String> flags = flags(args);
            System.out.println(
                    Json.pretty(Json.tree(look(args.length == 0 ? "" : args[0], flags))));
        } catch (NativeException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static Map<String, String> flags(String... args) {
        Map<String, String> flags = new HashMap<>();
        for (int i = 1; i + 1 < args.length; i += 2) {
            flags.put(args[i].replaceFirst("^--", ""), args[i + 1]);
        }
        return flags;
    }

    private static Object look(String what, Map<String, String> flags) throws IOException {
        Path bpfRoot = path(flags, "bpf-root", DatapathOptions.DEFAULT_BPF_ROOT.toString());
        return switch (what) {
            case "doctor" ->
                    new Remains(
                                    new Remains.Places(
                                            flags.getOrDefault("node", ""),
                                            path(flags, "socket", AgentPlaces.SOCKET),
                                            path(flags, "state", AgentPlaces.STATE),
                                            bpfRoot,
                                            flags.getOrDefault("start", STARTED_BY_HAND)))
                            .examine();
            case "kernel" -> KernelListing.of(bpfRoot);
            case "settings" -> settings(path(flags, "config", AgentPlaces.CONFIG));
            default -> throw new IllegalArgumentException("doctor, kernel or settings is wanted");
        };
    }

    /** As an agent would read them that was started now. */
    private static List<AgentConfigReader.Setting> settings(Path config) {
        return AgentConfigReader.read(Optional.of(config), System.getenv(), Map.of()).settings();
    }

    private static Path path(Map<String, String> flags, String key, String otherwise) {
        return Path.of(flags.getOrDefault(key, otherwise));
    }
}
