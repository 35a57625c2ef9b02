package naru.agent;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import naru.datapath.DatapathOptions;
import naru.watch.config.AgentConfigReader;
import naru.watch.config.AgentConfigReader.Reading;
import naru.wire.AgentPlaces;

/**
 * What the agent's command line says.
 *
 * @param settings further flags: keys of the configuration
 */
record AgentOptions(
        String node,
        Path manifests,
        Path config,
        Path socket,
        Path state,
        Path bpfRoot,
        Map<String, String> settings) {

    static final String USAGE =
            """
            Usage: naru agent --manifests DIR [--node NAME] [--config FILE] [--socket PATH]
                              [--state DIR] [--bpf-root DIR] [--KEY VALUE]...

              --manifests DIR   folder of Kubernetes manifests to watch
              --node NAME       this node's name in the manifests (default: the host's name)
              --config FILE     configuration (default: /etc/naru/agent.yaml)
              --socket PATH     where commands and the CNI executable ask
                                (default: /run/naru/agent.sock)
              --state DIR       what has to survive a restart (default: /var/lib/naru)
              --bpf-root DIR    pins, in a bpf file system (default: /sys/fs/bpf/naru)
              --KEY VALUE       a key of the configuration, e.g. --host-identity mark
            """;

    /** The command line is wrong. */
    static final class Misuse extends Exception {
        private static final long serialVersionUID = 1;

        Misuse(String message) {
            super(message);
        }
    }

    /** Copies of manifests as they were when nothing was wrong with them. */
    Path goodManifests() {
        return state.resolve(AgentPlaces.GOOD_MANIFESTS);
    }

    /** The configuration as it is now. */
    Reading readConfig() {
        return AgentConfigReader.read(Optional.of(config), System.getenv(), settings);
    }

    static AgentOptions parse(String... arguments) throws Misuse {
        Map<String, String> flags = flags(arguments);
        String manifests = flags.remove("manifests");
        if (manifests == null) {
            throw new Misuse("--manifests is missing: the folder of manifests to watch");
        }
        String node = Optional.ofNullable(flags.remove("node")).orElseGet(AgentOptions::hostName);
        return new AgentOptions(
                node,
                Path.of(manifests),
                path(flags, "config", AgentPlaces.CONFIG),
                path(flags, "socket", AgentPlaces.SOCKET),
                path(flags, "state", AgentPlaces.STATE),
                path(flags, "bpf-root", DatapathOptions.DEFAULT_BPF_ROOT.toString()),
                Map.copyOf(flags));
    }

    private static Map<String, String> flags(String... arguments) throws Misuse {
        Map<String, String> flags = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("--") || argument.length() == 2) {
                throw new Misuse("\"" + argument + "\" is not a flag");
            }
            int equals = argument.indexOf('=');
            if (equals > 0) {
                flags.put(argument.substring(2, equals), argument.substring(equals + 1));
            } else if (i + 1 < arguments.length) {
                flags.put(argument.substring(2), arguments[++i]);
            } else {
                throw new Misuse(argument + " needs a value");
            }
        }
        return flags;
    }

    private static Path path(Map<String, String> flags, String key, String otherwise) {
        return Path.of(Optional.ofNullable(flags.remove(key)).orElse(otherwise));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
