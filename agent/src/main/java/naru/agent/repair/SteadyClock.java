package naru.agent.repair;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Goes on from the time it was when this was made, whatever the machine's clock is set to since:
 * for pauses, which must not become hours because somebody set it back.
 */
public final class SteadyClock implements InstantSource {

    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }
}
