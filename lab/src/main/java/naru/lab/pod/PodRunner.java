package naru.lab.pod;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import naru.lab.pod.PodSpec.RestartPolicy;
import naru.model.Pod;
import org.jspecify.annotations.Nullable;

/** One pod from its first moment to its last: sandbox, address, command, probes. */
public final class PodRunner {

    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    private final Kubelet kubelet;
    private final CompletableFuture<PodNode> node;
    private final PodPlaces places;
    private final PodState state;
    private final StopSignal stop = new StopSignal();
    private final Thread thread;
    private volatile PodSpec spec;
    private volatile @Nullable Sandbox sandbox;
    private volatile @Nullable Container container;

    /**
     * @param node becomes there when the node can run pods
     */
    public PodRunner(Kubelet kubelet, PodSpec spec, CompletableFuture<PodNode> node) {
        this.kubelet = kubelet;
        this.spec = spec;
        this.node = node;
        this.places = PodPlaces.of(kubelet.places(), spec.pod());
        this.state =
                new PodState(
                        PodStatus.initial(spec.readiness().isPresent()),
                        status -> kubelet.reports().changed(this.spec.pod(), status));
        this.thread = Thread.ofVirtual().name("pod " + spec.pod().key()).unstarted(this::live);
    }

    public void start() {
        thread.start();
    }

    public PodSpec spec() {
        return spec;
    }

    public PodStatus status() {
        return state.now();
    }

    public PodPlaces places() {
        return places;
    }

    /** Its {@code cgroup.procs} is in there. */
    public Path cgroup() {
        return kubelet.unified().resolve(places.group());
    }

    /** Takes over what can change while a pod lives. */
    public void update(PodSpec changed) {
        PodSpec before = spec;
        spec = changed;
        boolean same =
                before.readiness().equals(changed.readiness())
                        && before.liveness().equals(changed.liveness());
        Container now = container;
        if (!same && now != null) {
            now.probe(changed);
        }
    }

    /** Notes what stands in its way, for people. */
    public void trouble(String why) {
        state.change(s -> s.withTrouble(why, s.hopeless()));
    }

    /**
     * Waits until the pod has its address and runs.
     *
     * @return why it does not; empty if it does
     */
    public Optional<String> awaitRunning(Duration patience) throws InterruptedException {
        PodStatus status = state.await(s -> isThere(s) || s.hopeless(), patience);
        if (isThere(status)) {
            return Optional.empty();
        }
        return Optional.of(status.trouble().isEmpty() ? "it does not run yet" : status.trouble());
    }

    private static boolean isThere(PodStatus status) {
        return !status.addresses().isEmpty() && status.started();
    }

    private void live() {
        try {
            if (!stop.happensBefore(node)) {
                return;
            }
            PodNode here = node.join();
            Sandbox made = new Sandbox(kubelet.labNs(), kubelet.unified(), spec, places, here);
            sandbox = made;
            made.make();
            if (attach(made)) {
                runAgainAndAgain(made, here);
            }
        } catch (IOException | RuntimeException | Error e) {
            state.change(s -> s.withTrouble(String.valueOf(e.getMessage()), true));
        } catch (InterruptedException e) {
            // the daemon ends
        }
    }

    private boolean attach(Sandbox made) throws InterruptedException {
        Duration delay = FIRST_RETRY;
        while (!stop.isRaised()) {
            try {
                var addresses = made.attach();
                state.change(s -> s.withAddresses(addresses));
                return true;
            } catch (CniFailure e) {
                state.change(s -> s.withTrouble(String.valueOf(e.getMessage()), !e.isTemporary()));
            } catch (IOException e) {
                state.change(s -> s.withTrouble(String.valueOf(e.getMessage()), true));
            }
            if (stop.raisedWithin(delay)) {
                return false;
            }
            Duration doubled = delay.multipliedBy(2);
            delay = doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
        }
        return false;
    }

    private void runAgainAndAgain(Sandbox made, PodNode here) throws InterruptedException {
        RestartDelay delays = new RestartDelay();
        ProbeTry probes =
                new ProbeTry(here.machine().netns(), state.now().addresses().getFirst().toString());
        Pod pod = spec.pod();
        while (!stop.isRaised()) {
            long start = System.nanoTime();
            Container run =
                    new Container(
                            pod.namespace() + "/" + pod.name(), made, state, stop, probes::send);
            container = run;
            Optional<Container.End> end = run.run(spec);
            if (end.isEmpty() || isFinal(end.get())) {
                return;
            }
            Duration delay = delays.after(Duration.ofNanos(System.nanoTime() - start));
            waitForRestart(end.get(), delay);
        }
    }

    private boolean isFinal(Container.End end) {
        boolean good = end.exitCode() == 0;
        RestartPolicy policy = spec.restartPolicy();
        boolean over = policy == RestartPolicy.NEVER || policy == RestartPolicy.ON_FAILURE && good;
        if (over) {
            state.change(
                    s -> s.withTrouble(end.why(), false).withEnd(good ? "Succeeded" : "Failed"));
        }
        return over;
    }

    private void waitForRestart(Container.End end, Duration delay) throws InterruptedException {
        String why =
                delay.isZero()
                        ? end.why()
                        : "CrashLoopBackOff: "
                                + end.why()
                                + "; next start after "
                                + delay.toSeconds()
                                + " s";
        state.change(s -> s.withTrouble(why, s.hopeless()));
        if (!stop.raisedWithin(delay)) {
            state.change(s -> s.withRestarts(s.restarts() + 1));
        }
    }

    /**
     * Ends the pod and takes all of it away. May be called again if it failed.
     *
     * @throws IOException if something is left; the message says what
     */
    public void stop() throws IOException, InterruptedException {
        stop.raise();
        Sandbox made = sandbox;
        if (made != null && thread.isAlive()) {
            made.kill();
        }
        thread.join();
        made = sandbox;
        if (made == null) {
            return;
        }
        made.kill();
        try {
            made.detach();
        } catch (CniFailure e) {
            throw new IOException(e.getMessage(), e);
        }
        made.remove();
        sandbox = null;
    }
}
