package naru.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import naru.wire.LabPlaces;

/** A node: a process that is PID 1 of namespaces of its own, and all that runs in them. */
public final class NodeMachine {

    private static final long PATIENCE_SECONDS = 30;

    private final LabPlaces places;
    private final LabNs labNs;
    private final String name;
    private final LabNs.Started init;

    private NodeMachine(LabPlaces places, LabNs labNs, String name, LabNs.Started init) {
        this.places = places;
        this.labNs = labNs;
        this.name = name;
        this.init = init;
    }

    /** Makes the node; when this returns, processes can be run in it. */
    public static NodeMachine start(LabPlaces places, LabNs labNs, String name) throws IOException {
        Files.createDirectories(places.node(name));
        List<String> command =
                labNs.command(
                        "node",
                        "--lab",
                        places.folder().toString(),
                        "--name",
                        name,
                        "--netns",
                        netns(places, name).toString(),
                        "--group",
                        places.nodeCgroup(name));
        return new NodeMachine(places, labNs, name, labNs.start(command));
    }

    /** Where a node's network namespace is kept. */
    public static Path netns(LabPlaces places, String name) {
        return places.namespaces().resolve("node-" + name);
    }

    public Path netns() {
        return netns(places, name);
    }

    /** Of its PID 1, on this machine. */
    public long pid() {
        return init.pid();
    }

    public boolean isAlive() {
        return init.tool().isAlive();
    }

    /** A file of the node, as the machine sees it. */
    public Path file(Path inNode) {
        return Path.of("/proc/" + pid() + "/root").resolve(inNode.toString().substring(1));
    }

    /**
     * What to put in front of a command, so that it runs here.
     *
     * @param leaf of the node's cgroup, {@code init} for its own processes
     * @param options further ones of {@code naru-lab-ns run}
     */
    public List<String> prefix(String leaf, List<String> options) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("run", "--node", Long.toString(pid())));
        arguments.addAll(List.of("--group", places.nodeCgroup(name) + "/" + leaf));
        arguments.addAll(options);
        arguments.add("--");
        return labNs.command(arguments.toArray(String[]::new));
    }

    /** Ends whatever runs in the node, and the node. */
    public void stop() throws IOException {
        labNs.call("clean", "--group", places.nodeCgroup(name));
        try {
            if (!init.tool().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("node " + name + " was killed and lives on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while node " + name + " ended", e);
        }
        naru.linux.netns.Netns.delete(netns());
    }
}
