package naru.lab.pod;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import naru.lab.machine.LabNs;

/** One run of a pod's command, with the probes around it. */
final class Container {

    private final String name;
    private final Sandbox sandbox;
    private final PodState state;
    private final StopSignal stop;
    private final Function<Probe, String> send;
    private final CompletableFuture<String> unhealthy = new CompletableFuture<>();
    private final List<ProbeLoop> loops = new ArrayList<>();
    private boolean over;

    Container(
            String name,
            Sandbox sandbox,
            PodState state,
            StopSignal stop,
            Function<Probe, String> send) {
        this.name = name;
        this.sandbox = sandbox;
        this.state = state;
        this.stop = stop;
        this.send = send;
    }

    /**
     * How a run ended.
     *
     * @param exitCode of the command
     * @param why for people
     */
    record End(int exitCode, String why) {}

    /** Runs until the command ends, its liveness probe fails, or the pod is to stop. */
    Optional<End> run(PodSpec spec) throws InterruptedException {
        CompletableFuture<End> ended = new CompletableFuture<>();
        if (!spec.command().isEmpty()) {
            try {
                LabNs.Started process = sandbox.run(spec.command());
                process.tool().onExit().thenAccept(p -> ended.complete(endOf(p.exitValue())));
            } catch (IOException e) {
                state.change(
                        s -> s.withTrouble("its command does not start: " + e.getMessage(), true));
                return Optional.of(new End(127, "its command does not start: " + e.getMessage()));
            }
        }
        state.change(s -> s.withRunning(true));
        probe(spec);
        boolean happened = stop.happensBefore(CompletableFuture.anyOf(ended, unhealthy));
        stopProbes();
        state.change(s -> s.withRunning(false));
        if (!happened) {
            return Optional.empty();
        }
        if (ended.isDone()) {
            return Optional.of(ended.join());
        }
        return Optional.of(killed(spec, ended));
    }

    private static End endOf(int exitCode) {
        return new End(exitCode, "its command ended with exit code " + exitCode);
    }

    private End killed(PodSpec spec, CompletableFuture<End> ended) throws InterruptedException {
        String why = "liveness probe failed: " + unhealthy.join();
        try {
            sandbox.kill();
        } catch (IOException e) {
            return new End(137, why + "; and " + e.getMessage());
        }
        if (!spec.command().isEmpty()) {
            stop.happensBefore(ended);
        }
        return new End(137, why);
    }

    /** Begins to send the probes of {@code spec}, instead of those before. */
    synchronized void probe(PodSpec spec) {
        loops.forEach(ProbeLoop::stop);
        loops.clear();
        state.change(s -> s.withPasses(spec.readiness().isEmpty(), "not probed yet"));
        if (over) {
            return;
        }
        spec.readiness().ifPresent(probe -> loops.add(readinessLoop(probe)));
        spec.liveness().ifPresent(probe -> loops.add(livenessLoop(probe)));
    }

    private ProbeLoop readinessLoop(Probe probe) {
        return new ProbeLoop(
                "readiness " + name,
                probe,
                send,
                why ->
                        state.change(
                                s ->
                                        s.withPasses(
                                                why.isEmpty(), "readiness probe failed: " + why)));
    }

    private ProbeLoop livenessLoop(Probe probe) {
        return new ProbeLoop(
                "liveness " + name,
                probe,
                send,
                why -> {
                    if (!why.isEmpty()) {
                        unhealthy.complete(why);
                    }
                });
    }

    private synchronized void stopProbes() {
        over = true;
        loops.forEach(ProbeLoop::stop);
        loops.clear();
    }
}
