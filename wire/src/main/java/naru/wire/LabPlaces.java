package naru.wire;

import java.nio.file.Path;

/**
 * Where a lab keeps what: the same paths on the machine and in its nodes.
 *
 * @param run where agents and labs keep what they need while they run
 * @param name of the lab
 */
public record LabPlaces(Path run, String name) {

    /** The environment variable that names the lab, where no option does. */
    public static final String VARIABLE = "NARU_LAB";

    /** The lab's name, where nothing names one. */
    public static final String DEFAULT_NAME = "naru";

    /** Leaves room for nodes' names in the 107 bytes of a socket's path, and for cgroups' names. */
    private static final String NAME = "[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?";

    /**
     * @throws IllegalArgumentException if the name can't be a lab's
     */
    public LabPlaces {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "\""
                            + name
                            + "\" can't be a lab's name: a-z, 0-9 and -, at most 32 characters");
        }
    }

    /** The place of a real lab. */
    public LabPlaces(String name) {
        this(Path.of(AgentPlaces.RUN), name);
    }

    public Path folder() {
        return run.resolve("labs").resolve(name);
    }

    public Path daemonSocket() {
        return folder().resolve("daemon.sock");
    }

    public Path daemonLog() {
        return folder().resolve("daemon.log");
    }

    /** What agents watch. */
    public Path manifests() {
        return folder().resolve("manifests");
    }

    /** Network namespaces of nodes, pods and external hosts. */
    public Path namespaces() {
        return folder().resolve("netns");
    }

    /** What commands hand to the daemon. */
    public Path inbox() {
        return folder().resolve("inbox");
    }

    public Path node(String node) {
        return folder().resolve("nodes").resolve(node);
    }

    public Path agentSocket(String node) {
        return node(node).resolve("agent.sock");
    }

    /** The lab's cgroup, relative to where cgroups are mounted. */
    public String cgroup() {
        return "naru-" + name;
    }

    /** The cgroup of the daemon and what belongs to no node. No node can have this name. */
    public String daemonCgroup() {
        return cgroup() + "/_lab";
    }

    public String nodeCgroup(String node) {
        return cgroup() + "/" + node;
    }
}
