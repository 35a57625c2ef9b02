package naru.agent.doctor;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** When something last came from the source of objects. Any thread. */
public final class LastEvent {

    private static final long NEVER = -1;

    private final InstantSource clock;
    private final AtomicLong millis = new AtomicLong(NEVER);

    public LastEvent(InstantSource clock) {
        this.clock = clock;
    }

    /** Something came. */
    public void note() {
        millis.set(clock.millis());
    }

    /** Seconds since then, at least 0; -1: nothing came yet. */
    public long secondsAgo() {
        long then = millis.get();
        return then == NEVER ? NEVER : Math.max(0, (clock.millis() - then) / 1000);
    }
}
