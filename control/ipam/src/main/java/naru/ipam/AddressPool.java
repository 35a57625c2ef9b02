package naru.ipam;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/**
 * The addresses of one node's ranges and who holds them. Reads no clock and keeps nothing on disk;
 * not for several threads at once.
 */
public final class AddressPool {

    public AddressPool(List<Ipv4Prefix> ranges, Duration cooldown) {}

    /**
     * Gives the address that was freed longest ago, never a range's first or last one. Who has an
     * address already gets the same again.
     */
    public Answer allocate(Holder holder, Instant now) {
        throw new UnsupportedOperationException(holder + " " + now);
    }

    /** Gives just this address, if it is in range and nobody else has it. */
    public Answer allocate(Holder holder, Ipv4Address wished, Instant now) {
        throw new UnsupportedOperationException(holder + " " + now + wished);
    }

    /** Takes the holder's address back; empty if it has none. */
    public Optional<Ipv4Address> release(Holder holder, Instant now) {
        throw new UnsupportedOperationException(holder + " " + now);
    }

    /** What this holder has. */
    public Optional<Ipv4Address> addressOf(Holder holder) {
        return Optional.empty();
    }

    /** All that is held. */
    public Map<Ipv4Address, Holder> held() {
        return Map.of();
    }

    public PoolCounts counts(Instant now) {
        throw new UnsupportedOperationException(now.toString());
    }

    /** Replaces the ranges; what is held stays held. */
    public void ranges(List<Ipv4Prefix> ranges) {}
}
