package naru.agent.drift;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import naru.agent.endpoint.Calm;
import naru.agent.repair.RepairLog;
import naru.linux.netlink.Link;
import naru.linux.netlink.NetlinkEvent;

/**
 * Has all watches look again and again, and those whose things the kernel tells of at once when it
 * does. A look costs as much as this node has pods, whatever the size of the cluster.
 */
public final class DriftKeeper implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    /** How often each program is looked at. */
    private static final long PERIOD_NANOS = 1_500_000_000L;

    /** All else is looked at each so many times. */
    private static final int ELSE_EVERY = 2;

    /** Between two looks that events ask for: many come together, and whoever fights sends more. */
    private static final long PAUSE_NANOS = 100_000_000L;

    /** What ADD and DEL change is theirs. */
    private static final Duration QUIET = Duration.ofMillis(20);

    private static final Duration LONGEST = Duration.ofMillis(500);

    private final HostEndWatch hostEnds;
    private final Watch settings;
    private final Watch programs;
    private final List<Watch> others;
    private final Calm calm;
    private final RepairLog repairs;
    private final Semaphore events = new Semaphore(0);
    private final Thread thread;
    private long nextSweep = System.nanoTime();
    private int sweeps;

    /**
     * @param settings events tell of their changes too
     * @param programs what each packet meets
     * @param others what no event tells of
     */
    public DriftKeeper(
            HostEndWatch hostEnds,
            Watch settings,
            Watch programs,
            List<Watch> others,
            Calm calm,
            RepairLog repairs) {
        this.hostEnds = hostEnds;
        this.settings = settings;
        this.programs = programs;
        this.others = List.copyOf(others);
        this.calm = calm;
        this.repairs = repairs;
        this.thread = Thread.ofPlatform().name("drift-keeper").daemon(true).unstarted(this::run);
    }

    /** Looks for the first time, and again and again from now on. */
    public void start() {
        thread.start();
    }

    /** Something changed in the kernel, whoever changed it. */
    public void event(NetlinkEvent event) {
        if (event instanceof NetlinkEvent.LinkEvent(Link link, boolean gone) && gone) {
            Thread.ofVirtual().start(() -> hostEnds.gone(link.name()));
        } else if (hostEnds.concerns(event)) {
            events.release();
        }
    }

    private void run() {
        try {
            while (true) {
                long wait = nextSweep - System.nanoTime();
                if (wait > 0 && events.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
                    calm.await(QUIET, LONGEST);
                    events.drainPermits();
                    look(settings);
                    look(hostEnds);
                    TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS);
                } else {
                    sweep();
                }
            }
        } catch (InterruptedException e) {
            // the agent stops
        }
    }

    private void sweep() throws InterruptedException {
        long begin = System.nanoTime();
        look(programs);
        if (sweeps++ % ELSE_EVERY == 0) {
            look(settings);
            look(hostEnds);
            for (Watch watch : others) {
                look(watch);
            }
            repairs.swept(Duration.ofNanos(System.nanoTime() - begin));
        }
        nextSweep = Math.max(nextSweep + PERIOD_NANOS, System.nanoTime());
    }

    private static void look(Watch watch) throws InterruptedException {
        try {
            watch.look();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) { // one look must not end all
            LOG.log(
                    System.Logger.Level.WARNING,
                    watch.getClass().getSimpleName() + " could not look",
                    e);
        }
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
