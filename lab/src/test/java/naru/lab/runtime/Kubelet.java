package naru.lab.runtime;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import naru.lab.runtime.Cri.Known;
import naru.lab.runtime.Cri.PodSandbox;
import naru.testkit.churn.AddressLedger;

/**
 * Pods come and go one after the other, by the CRI, as a kubelet makes them: it asks what sandboxes
 * a pod has, takes the one that is ready and has an address, removes the others, and makes one if
 * there is none; and removes a pod's sandboxes until the runtime knows none. What fails is tried
 * again.
 */
final class Kubelet {

    private static final int MOST_AT_A_TIME = 4;
    private static final long RETRY_NANOS = 100_000_000L;
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private final RuntimeNode node;
    private final AddressLedger ledger;
    private final String name;
    private final Random random;
    private final List<Running> running = new ArrayList<>();
    private volatile int begun;
    private volatile int failures;

    /** A pod that has what it needs. */
    record Running(String pod, String sandbox, String address) {}

    /**
     * @param name what its pods' names begin with
     */
    Kubelet(RuntimeNode node, AddressLedger ledger, String name, Random random) {
        this.node = node;
        this.ledger = ledger;
        this.name = name;
        this.random = random;
    }

    /** Begins so many pods, and ends others; some are left when it returns. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void churn(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            if (running.size() == MOST_AT_A_TIME || running.size() > 1 && random.nextBoolean()) {
                end(running.remove(random.nextInt(running.size())));
            }
            running.add(begin());
            begun++;
        }
    }

    void endAll() throws Exception {
        while (!running.isEmpty()) {
            end(running.removeLast());
        }
    }

    List<Running> running() {
        return running;
    }

    /** How many pods it has begun. */
    int begun() {
        return begun;
    }

    /** How many calls of the runtime failed. */
    int failures() {
        return failures;
    }

    private Running begin() throws Exception {
        String pod = name + "-" + begun;
        node.pod(pod);
        Running made = tried("begin " + pod, () -> ready(pod));
        ledger.gave(made.address, made);
        return made;
    }

    private Optional<Running> ready(String pod) {
        Cri cri = node.cri();
        Optional<Running> ready = Optional.empty();
        int attempt = 0;
        for (Known sandbox : sandboxes(cri, pod)) {
            String address = sandbox.ready() ? cri.address(sandbox.id()) : "";
            if (ready.isEmpty() && !address.isEmpty()) {
                ready = Optional.of(new Running(pod, sandbox.id(), address));
            } else {
                cri.remove(sandbox.id());
            }
            attempt = Math.max(attempt, sandbox.attempt() + 1);
        }
        return ready.isPresent() ? ready : made(cri, new PodSandbox(pod, attempt));
    }

    private static Optional<Running> made(Cri cri, PodSandbox pod) {
        String sandbox = cri.run(pod);
        String address = cri.address(sandbox);
        return address.isEmpty()
                ? Optional.empty()
                : Optional.of(new Running(pod.name(), sandbox, address));
    }

    private void end(Running pod) throws Exception {
        ledger.takesBack(pod.address);
        if (random.nextBoolean()) {
            node.forgetPod(pod.pod);
        }
        tried("end " + pod, () -> gone(pod.pod));
        node.forgetPod(pod.pod);
    }

    private Optional<Boolean> gone(String pod) {
        Cri cri = node.cri();
        List<Known> left = sandboxes(cri, pod);
        left.forEach(sandbox -> cri.remove(sandbox.id()));
        return left.isEmpty() ? Optional.of(true) : Optional.empty();
    }

    private static List<Known> sandboxes(Cri cri, String pod) {
        return cri.known().stream().filter(sandbox -> sandbox.pod().equals(pod)).toList();
    }

    private interface Try<T> {

        /** Empty: again, at once. */
        Optional<T> once() throws IOException;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private <T> T tried(String what, Try<T> attempt) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                Optional<T> came = attempt.once();
                if (came.isPresent()) {
                    return came.get();
                }
            } catch (StatusRuntimeException e) {
                failures++;
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(what + " still fails", e);
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }
}
