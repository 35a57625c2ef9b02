package naru.cli.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import naru.cli.Surroundings;
import naru.cli.agents.AgentSocket;
import naru.wire.LabPlaces;

/**
 * Where a node has what.
 *
 * @param node its name; may be empty on a machine that is a node
 * @param enter what to put in front of a command, so that it runs in the node; empty: it does
 * @param flags of its agent, as far as they are known: socket, state, config, bpf-root
 * @param log of its agent; empty where the system's journal has it
 * @param start the command that starts its agent
 */
public record NodePlace(
        String node,
        List<String> enter,
        Map<String, String> flags,
        Optional<Path> log,
        String start) {

    private static final String AGENT = "naru.agent.AgentMain";

    /** Finds a node by its agent's socket. */
    public static NodePlace of(AgentSocket agent, Surroundings surroundings) {
        Path socket = agent.path().toAbsolutePath().normalize();
        Path labs = surroundings.run().resolve("labs");
        if (socket.startsWith(labs) && socket.getNameCount() == labs.getNameCount() + 4) {
            String lab = labs.relativize(socket).getName(0).toString();
            return inLab(new LabPlaces(surroundings.run(), lab), agent.node());
        }
        Map<String, String> flags = new TreeMap<>(runningWith(socket));
        flags.put("socket", socket.toString());
        return new NodePlace(
                agent.node(),
                List.of(),
                flags,
                Optional.empty(),
                "naru agent --node NAME --manifests DIR");
    }

    private static NodePlace inLab(LabPlaces lab, String node) {
        Path folder = lab.node(node);
        Map<String, String> flags =
                new TreeMap<>(
                        Map.of(
                                "node", node,
                                "socket", lab.agentSocket(node).toString(),
                                "state", folder.resolve("state").toString(),
                                "config", folder.resolve("agent.yaml").toString()));
        return new NodePlace(
                node,
                firstProcess(lab, node).map(NodePlace::entering).orElse(List.of("false")),
                flags,
                Optional.of(folder.resolve("agent.log")),
                "naru lab agent start --name " + lab.name() + " --node " + node);
    }

    private static List<String> entering(String pid) {
        return List.of("nsenter", "-t", pid, "-m", "-n", "-p", "--");
    }

    /** The process that a lab's node begins with, as this machine numbers it. */
    private static Optional<String> firstProcess(LabPlaces lab, String node) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
                String[] halves = line.split(" - ", 2);
                if (halves.length == 2 && halves[1].startsWith("cgroup2 ")) {
                    Path group =
                            Path.of(halves[0].split(" ")[4])
                                    .resolve(lab.nodeCgroup(node))
                                    .resolve("init/cgroup.procs");
                    return Files.readAllLines(group).stream().findFirst();
                }
            }
        } catch (IOException e) {
            return Optional.empty(); // the node is down
        }
        return Optional.empty();
    }

    /** The flags of the agent with this socket, if one runs. */
    private static Map<String, String> runningWith(Path socket) {
        return ProcessHandle.allProcesses()
                .map(process -> command(process.pid()))
                .filter(words -> words.contains(AGENT))
                .map(NodePlace::flags)
                .filter(flags -> flags.getOrDefault("socket", "").equals(socket.toString()))
                .findFirst()
                .orElse(Map.of());
    }

    private static List<String> command(long pid) {
        try {
            return List.of(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Map<String, String> flags(List<String> words) {
        Map<String, String> flags = new TreeMap<>();
        for (int i = words.indexOf(AGENT) + 1; i + 1 < words.size(); i += 2) {
            flags.put(words.get(i).replaceFirst("^--", ""), words.get(i + 1));
        }
        flags.keySet().retainAll(List.of("node", "socket", "state", "config", "bpf-root"));
        return flags;
    }

    /** A flag as a path. */
    public Path path(String flag, String otherwise) {
        return Path.of(flags.getOrDefault(flag, otherwise));
    }
}
