package naru.cli.agents;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import naru.cli.CommandFailure;
import org.jspecify.annotations.Nullable;

/** Turns options into sockets: those of a lab's nodes if there is one, else the machine's own. */
final class AgentFinder {

    private static final String DEFAULT_LAB = "naru";

    private final Path run;
    private final Map<String, String> variables;

    AgentFinder(Path run, Map<String, String> variables) {
        this.run = run;
        this.variables = variables;
    }

    /**
     * The agents that are meant, at least one.
     *
     * @throws CommandFailure if a lab or node was named that is not there
     */
    List<AgentSocket> find(AgentOptions options) {
        if (options.socket() != null) {
            return List.of(new AgentSocket("", options.socket()));
        }
        @Nullable String named = options.lab() != null ? options.lab() : variables.get("NARU_LAB");
        String lab = named != null && !named.isEmpty() ? named : DEFAULT_LAB;
        List<AgentSocket> nodes = nodes(lab);
        if (options.node() != null && !nodes.isEmpty()) {
            return List.of(nodeOf(lab, nodes, options.node()));
        }
        if (!nodes.isEmpty()) {
            return nodes;
        }
        if (options.lab() != null) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "no lab " + lab + " is up",
                    "start it with: naru lab up --name " + lab);
        }
        return List.of(
                new AgentSocket(
                        options.node() == null ? "" : options.node(), run.resolve("agent.sock")));
    }

    private static AgentSocket nodeOf(String lab, List<AgentSocket> nodes, String name) {
        for (AgentSocket node : nodes) {
            if (node.node().equals(name)) {
                return node;
            }
        }
        String names = String.join(", ", nodes.stream().map(AgentSocket::node).toList());
        throw new CommandFailure(
                CommandFailure.FAILED,
                "lab " + lab + " has no node " + name,
                "its nodes are " + names);
    }

    /** The nodes of a lab by name; a node whose agent is down is one of them. */
    private List<AgentSocket> nodes(String lab) {
        Path folder = run.resolve("labs").resolve(lab).resolve("nodes");
        List<AgentSocket> nodes = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    String node = entry.getFileName().toString();
                    nodes.add(new AgentSocket(node, entry.resolve("agent.sock")));
                }
            } catch (IOException e) {
                throw new CommandFailure(
                        CommandFailure.FAILED, "cannot read " + folder + ": " + e.getMessage(), "");
            }
        }
        nodes.sort((a, b) -> a.node().compareTo(b.node()));
        return nodes;
    }
}
