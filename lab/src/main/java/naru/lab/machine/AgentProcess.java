package naru.lab.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import naru.wire.LabPlaces;
import org.jspecify.annotations.Nullable;

/** The agent of one node, or the place of one. Calls may come from several threads. */
public final class AgentProcess {

    private static final long PATIENCE_SECONDS = 10;
    private static final long GRACE_SECONDS = 3;

    private final LabPlaces places;
    private final NodeMachine machine;
    private final String node;
    private final List<String> agent;
    private LabNs.@Nullable Started running;

    /**
     * @param agent how an agent is started, but for its arguments
     */
    public AgentProcess(LabPlaces places, NodeMachine machine, String node, List<String> agent) {
        this.places = places;
        this.machine = machine;
        this.node = node;
        this.agent = List.copyOf(agent);
    }

    /** On this machine; empty while none runs. */
    public synchronized OptionalLong pid() {
        LabNs.Started now = running;
        return now != null && now.tool().isAlive()
                ? OptionalLong.of(now.pid())
                : OptionalLong.empty();
    }

    /**
     * @throws IOException if one runs already, or it can't be started
     */
    public synchronized void start(LabNs labNs) throws IOException {
        OptionalLong pid = pid();
        if (pid.isPresent()) {
            throw new IOException(
                    "the agent of node " + node + " runs already, as process " + pid.getAsLong());
        }
        Path log = places.node(node).resolve("agent.log");
        List<String> command =
                new ArrayList<>(
                        machine.prefix("agent", List.of("--log", log.toString(), "--started")));
        command.addAll(agent);
        command.addAll(arguments());
        running = labNs.start(command);
    }

    private List<String> arguments() {
        Path folder = places.node(node);
        return List.of(
                "--node",
                node,
                "--manifests",
                places.manifests().toString(),
                "--config",
                folder.resolve("agent.yaml").toString(),
                "--socket",
                places.agentSocket(node).toString(),
                "--state",
                folder.resolve("state").toString());
    }

    /** Signal 9, and returns when it is dead; nothing to do if none runs. */
    public synchronized void kill() throws IOException {
        LabNs.Started now = running;
        if (now == null) {
            return;
        }
        signal(now, ProcessHandle::destroyForcibly);
        if (!endsWithin(now, PATIENCE_SECONDS)) {
            throw new IOException("the agent of node " + node + " was killed and lives on");
        }
        running = null;
    }

    /** Signal 15, and signal 9 if it takes its time. */
    public synchronized void terminate() throws IOException {
        LabNs.Started now = running;
        if (now != null) {
            signal(now, ProcessHandle::destroy);
            endsWithin(now, GRACE_SECONDS);
        }
        kill();
    }

    private static void signal(LabNs.Started to, Consumer<ProcessHandle> signal) {
        if (to.tool().isAlive()) {
            ProcessHandle.of(to.pid()).ifPresent(signal);
        }
    }

    private static boolean endsWithin(LabNs.Started process, long seconds) throws IOException {
        try {
            return process.tool().waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an agent ended", e);
        }
    }
}
