package naru.agent.endpoint;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;

/**
 * Brings the programs of pods' devices into the form that is wanted in the end, one device after
 * the other, while no runtime wants anything: each holds the kernel's lock of all devices for some
 * grace periods. What is not done when the agent ends, the next one does.
 */
public final class HookFinisher implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("naru.agent");
    private static final Duration QUIET = Duration.ofMillis(250);

    /** Where requests never cease, one device after such a time. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final PodHooks hooks;
    private final Calm calm;
    private final Deque<Integer> devices = new ArrayDeque<>();
    private final Thread thread;
    private final Set<Integer> busy = new HashSet<>();

    public HookFinisher(PodHooks hooks, Calm calm) {
        this.hooks = hooks;
        this.calm = calm;
        this.thread = Thread.ofPlatform().name("hook-finisher").daemon(true).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Also this device, by its number; again is fine. */
    public void add(int ifindex) {
        synchronized (devices) {
            if (!devices.contains(ifindex)) {
                devices.add(ifindex);
                devices.notifyAll();
            }
        }
    }

    /** These, of which some may be finished. */
    public void addAll(Collection<Integer> ifindexes) {
        ifindexes.stream().filter(ifindex -> !hooks.isFinished(ifindex)).forEach(this::add);
    }

    /** True if this device's turn has not come yet. */
    public boolean isWaiting(int ifindex) {
        synchronized (devices) {
            return devices.contains(ifindex);
        }
    }

    /** Does something at a device while nobody else changes what is attached there. */
    public void during(int ifindex, Runnable work) throws InterruptedException {
        synchronized (devices) {
            while (!busy.add(ifindex)) {
                devices.wait();
            }
        }
        try {
            work.run();
        } finally {
            done(ifindex);
        }
    }

    /** Not this device any more: it goes away. Nobody works on it when this returns. */
    public void remove(int ifindex) throws InterruptedException {
        synchronized (devices) {
            devices.remove((Object) ifindex);
            while (busy.contains(ifindex)) {
                devices.wait();
            }
        }
    }

    private void run() {
        try {
            while (true) {
                awaitWork();
                calm.await(QUIET, LONGEST);
                Optional<Integer> next = take();
                if (next.isPresent()) {
                    finish(next.get());
                    done(next.get());
                }
            }
        } catch (InterruptedException e) {
            // the agent stops
        }
    }

    private void awaitWork() throws InterruptedException {
        synchronized (devices) {
            while (devices.isEmpty()) {
                devices.wait();
            }
        }
    }

    /** The next device, when nobody works on it; it is ours then. */
    private Optional<Integer> take() throws InterruptedException {
        synchronized (devices) {
            while (!devices.isEmpty() && busy.contains(devices.element())) {
                devices.wait();
            }
            Optional<Integer> first = Optional.ofNullable(devices.poll());
            first.ifPresent(busy::add);
            return first;
        }
    }

    private void done(int ifindex) {
        synchronized (devices) {
            busy.remove(ifindex);
            devices.notifyAll();
        }
    }

    private void finish(int ifindex) {
        try {
            hooks.finish(ifindex);
        } catch (NativeException e) {
            if (e.errno() != Errno.ENODEV) { // else DEL came first
                complain(ifindex, e);
            }
        } catch (RuntimeException e) {
            complain(ifindex, e);
        }
    }

    /**
     * The programs are attached, only not as wanted; the audit finds that and has it tried again.
     */
    private static void complain(int ifindex, RuntimeException e) {
        LOG.log(
                System.Logger.Level.WARNING,
                "programs at device " + ifindex + " stay as they are attached: " + e.getMessage());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
