package naru.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tries connections, all at the same time, and says which did not turn out as they should. */
public final class Probing implements AutoCloseable {

    private static final int ALLOW_MILLIS = 20_000;

    /**
     * How long a denied probe stays without an answer, counted from when it was sent. Besides, the
     * allowed ones, sent after it, must all have been answered by then: a slow machine does not
     * pass for a policy.
     */
    private static final int DENY_MILLIS = 400;

    private final Listeners listeners = new Listeners();

    void assertAnswered(Probe... probes) throws Exception {
        assertThat(wrong(List.of(probes), List.of())).isEmpty();
    }

    void assertSilent(Probe... probes) throws Exception {
        assertThat(wrong(List.of(), List.of(probes))).isEmpty();
    }

    /** Returns those of the allowed that got no answer, and those of the denied that got one. */
    public List<Probe> wrong(List<Probe> allowed, List<Probe> denied) throws Exception {
        for (Probe probe : allowed) {
            listeners.await(probe);
        }
        for (Probe probe : denied) {
            listeners.await(probe);
        }
        List<Attempt> silent = start(denied, DENY_MILLIS);
        long sent = System.nanoTime();
        List<Attempt> heard = start(allowed, ALLOW_MILLIS);
        List<Probe> wrong = new ArrayList<>();
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ALLOW_MILLIS);
            for (Attempt attempt : heard) {
                if (!isAnswered(attempt.answered, end - System.nanoTime())) {
                    wrong.add(attempt.probe);
                }
            }
            end = sent + TimeUnit.MILLISECONDS.toNanos(DENY_MILLIS);
            for (Attempt attempt : silent) {
                if (isAnswered(attempt.answered, end - System.nanoTime())) {
                    wrong.add(attempt.probe);
                }
            }
        } finally {
            for (Attempt attempt : heard) {
                attempt.close();
            }
            for (Attempt attempt : silent) {
                attempt.close();
            }
        }
        return wrong;
    }

    private static List<Attempt> start(List<Probe> probes, int patienceMillis) throws Exception {
        List<Attempt> attempts = new ArrayList<>();
        for (Probe probe : probes) {
            attempts.add(new Attempt(probe, patienceMillis));
        }
        return attempts;
    }

    private static boolean isAnswered(CompletableFuture<Boolean> answer, long nanos)
            throws InterruptedException, ExecutionException {
        try {
            return answer.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        listeners.close();
    }
}
