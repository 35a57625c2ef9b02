package naru.lab.runtime;

import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Kills calls of the plugin that a containerd has begun: now and then one, at any moment of it. */
final class PluginKiller {

    private static final int KILLS_ONE_OF = 8;
    private static final long LOOK_NANOS = 3_000_000L;
    private static final long CALL_NANOS = 20_000_000L;

    private final RuntimeNode node;
    private final Random random;
    private final Thread thread;
    private volatile boolean ended;
    private volatile int kills;

    PluginKiller(RuntimeNode node, long seed) {
        this.node = node;
        this.random = new Random(seed);
        this.thread = Thread.ofPlatform().daemon(true).start(this::run);
    }

    private void run() {
        long last = -1;
        while (!ended) {
            List<ProcessHandle> calls = node.containerd().pluginCalls();
            if (!calls.isEmpty()) {
                ProcessHandle call = calls.getLast();
                if (call.pid() != last && random.nextInt(KILLS_ONE_OF) == 0) {
                    kill(call);
                }
                last = call.pid();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void kill(ProcessHandle call) {
        LockSupport.parkNanos(random.nextLong(CALL_NANOS));
        if (call.destroyForcibly()) {
            kills++;
        }
    }

    /** Calls that had not ended when they were killed. */
    int kills() {
        return kills;
    }

    void end() throws InterruptedException {
        ended = true;
        thread.join();
    }
}
