package naru.agent.repair;

import java.time.Duration;
import java.time.Instant;

/** One look at all that the kernel tells no events of. */
public record Sweep(Instant time, Duration took) {}
