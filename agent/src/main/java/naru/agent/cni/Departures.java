package naru.agent.cni;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import naru.agent.endpoint.EndpointRecord;

/**
 * Endpoints that are closed and that their runtimes were told are gone, while devices, flows and
 * addresses still are there. Deleting a device costs the kernel grace periods, many at once no more
 * than one: so it is done on a thread of its own, for all together, while no runtime wants
 * anything. Until then slot and address stay taken. What is not done when the agent ends, the next
 * one does: the records say so.
 */
public final class Departures implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("naru.cni");
    private static final Duration QUIET = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final CniParts parts;
    private final Map<Integer, Departure> bySlot = new LinkedHashMap<>();
    private final Set<Integer> busy = new HashSet<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private final Thread thread;
    private long retryNanos = System.nanoTime();

    /**
     * @param ifindex of the host-side veth; 0 if it has none
     * @param promised the record on disk says that it leaves
     */
    private record Departure(EndpointRecord record, int ifindex, boolean promised) {}

    private record Waiter(Set<Integer> slots, Runnable next) {}

    Departures(CniParts parts) {
        this.parts = parts;
        this.thread = Thread.ofPlatform().name("departures").daemon(true).unstarted(this::work);
    }

    /** Works from now on. */
    public void start() {
        thread.start();
    }

    /** An endpoint that no packet reaches any more. */
    synchronized void add(EndpointRecord record, int ifindex, boolean promised) {
        bySlot.put(record.slot(), new Departure(record, ifindex, promised));
        notifyAll();
    }

    /** Whether this interface is leaving, and nothing can keep it any more. */
    synchronized boolean isPromised(String containerId, String interfaceName) {
        return bySlot.values().stream()
                .anyMatch(d -> d.promised && d.record.isFor(containerId, interfaceName));
    }

    /**
     * Nothing is left of these when it returns.
     *
     * @throws IllegalStateException if something can't be taken away
     */
    void finish(Predicate<EndpointRecord> which) throws InterruptedException {
        while (true) {
            List<Departure> mine = take(which);
            if (mine.isEmpty()) {
                return;
            }
            List<Exception> failures = remove(mine);
            if (!failures.isEmpty()) {
                throw new IllegalStateException(
                        failures.stream()
                                .map(e -> String.valueOf(e.getMessage()))
                                .collect(Collectors.joining("; ")),
                        failures.getFirst());
            }
        }
    }

    /** Those that nobody works on; waits while somebody does. Empty: there are no such any more. */
    private synchronized List<Departure> take(Predicate<EndpointRecord> which)
            throws InterruptedException {
        while (true) {
            List<Departure> all =
                    bySlot.values().stream().filter(d -> which.test(d.record)).toList();
            List<Departure> free =
                    all.stream().filter(d -> !busy.contains(d.record.slot())).toList();
            if (all.isEmpty() || !free.isEmpty()) {
                free.forEach(d -> busy.add(d.record.slot()));
                return free;
            }
            wait();
        }
    }

    /**
     * Runs this when all that leave now are gone, or could not be taken away at once.
     *
     * @param next does not block; those of several calls run in the order of the calls
     */
    public synchronized void whenGone(Runnable next) {
        if (bySlot.isEmpty()) {
            next.run();
        } else {
            waiters.add(new Waiter(new HashSet<>(bySlot.keySet()), next));
            notifyAll();
        }
    }

    private void work() {
        try {
            while (true) {
                awaitWork();
                remove(take(_ -> true));
            }
        } catch (InterruptedException e) {
            // the agent stops
        }
    }

    private void awaitWork() throws InterruptedException {
        synchronized (this) {
            for (long pause = pause(); pause > 0; pause = pause()) {
                TimeUnit.NANOSECONDS.timedWait(this, pause);
            }
            if (!waiters.isEmpty()) {
                return; // somebody wants to know
            }
        }
        parts.calm().await(QUIET, LONGEST);
    }

    /** How long there is nothing to do, in nanoseconds. */
    private long pause() {
        return bySlot.isEmpty() ? Long.MAX_VALUE : retryNanos - System.nanoTime();
    }

    /** Answers what failed; it is tried again later. */
    private List<Exception> remove(List<Departure> departures) {
        List<Exception> failures = new ArrayList<>();
        Set<Integer> gone = new HashSet<>();
        try {
            for (Departure departure : departures) {
                parts.finisher().remove(departure.ifindex);
            }
            parts.devices().remove(departures.stream().map(d -> d.record.device()).toList());
            for (Departure departure : departures) {
                forget(departure, gone, failures);
            }
        } catch (Exception e) {
            failures.add(e);
        }
        failures.forEach(e -> LOG.log(System.Logger.Level.WARNING, "remains of a pod are left", e));
        tried(departures.stream().map(d -> d.record.slot()).toList(), gone);
        return failures;
    }

    private void forget(Departure departure, Set<Integer> gone, List<Exception> failures) {
        EndpointRecord record = departure.record;
        try {
            parts.hooks().forget(departure.ifindex);
            parts.leftovers().remove(record);
            parts.addresses().release(record.holder());
            parts.store().remove(record.slot());
            parts.loop()
                    .note(
                            () -> {
                                parts.engine().forget(record.slot());
                                return true;
                            });
            gone.add(record.slot());
        } catch (Exception e) {
            failures.add(e);
        }
    }

    private synchronized void tried(Collection<Integer> slots, Set<Integer> gone) {
        bySlot.keySet().removeAll(gone);
        busy.removeAll(slots);
        if (gone.size() < slots.size()) {
            retryNanos = System.nanoTime() + PAUSE_NANOS;
        }
        for (Waiter waiter : waiters) {
            waiter.slots.removeAll(slots);
        }
        while (!waiters.isEmpty() && waiters.getFirst().slots.isEmpty()) {
            waiters.removeFirst().next.run();
        }
        notifyAll();
    }

    /** What leaves goes now, as far as it can; the next agent would do it too. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            finish(_ -> true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "left to the next agent: {0}", e.getMessage());
        }
    }
}
