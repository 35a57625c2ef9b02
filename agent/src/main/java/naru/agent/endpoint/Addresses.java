package naru.agent.endpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.ipam.AllocationStore;
import naru.ipam.Answer;
import naru.ipam.Holder;
import naru.ipam.PoolCounts;
import naru.ipam.StoredPool;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** The pod addresses of this node, in memory and on disk. Any thread. */
public final class Addresses {

    private final StoredPool pool;
    private final InstantSource clock;
    private List<Ipv4Prefix> ranges = List.of();

    /**
     * Takes over what is on disk. Until {@link #ranges} is called every address is in range, so
     * that what pods have can be {@link #hold held} whatever the ranges are now.
     *
     * @param clock that nobody sets, such as {@link Uptime}
     */
    public Addresses(Path folder, Duration cooldown, InstantSource clock) throws IOException {
        this.clock = clock;
        this.pool =
                StoredPool.open(
                        new AllocationStore(folder),
                        List.of(Ipv4Prefix.ALL),
                        cooldown,
                        clock.instant());
    }

    /** What was wrong with what was on disk; one sentence each. */
    public List<String> findings() {
        return pool.findings();
    }

    /**
     * Notes that a pod has this address; before the ranges are known.
     *
     * @return why that can't be: another has it
     */
    public synchronized Optional<String> hold(Holder holder, Ipv4Address address)
            throws IOException {
        return pool.hold(holder, address).map(Answer.Refused::reason);
    }

    /** The ranges of this node's Node object. */
    public synchronized void ranges(List<Ipv4Prefix> now) {
        ranges = List.copyOf(now);
        pool.ranges(ranges);
    }

    public synchronized List<Ipv4Prefix> ranges() {
        return ranges;
    }

    /** Gives an address, and keeps that whatever becomes of this process. */
    public synchronized Answer allocate(Holder holder, Optional<Ipv4Address> wished)
            throws IOException {
        return pool.allocate(holder, wished, clock.instant());
    }

    /** Takes an address back; a holder that has none is no error. */
    public synchronized void release(Holder holder) throws IOException {
        pool.release(holder, clock.instant());
    }

    /** Takes back what nobody of these holds; answers what that was. */
    public synchronized List<Ipv4Address> releaseAllBut(List<Holder> holders) throws IOException {
        List<Ipv4Address> released = new ArrayList<>();
        for (var held : List.copyOf(pool.held().entrySet())) {
            if (holders.stream().noneMatch(held.getValue()::sameInterface)) {
                release(held.getValue());
                released.add(held.getKey());
            }
        }
        return released;
    }

    /** All who hold an address. */
    public synchronized List<Holder> holders() {
        return List.copyOf(pool.held().values());
    }

    /** Who has which address now. */
    public Map<Ipv4Address, Holder> held() {
        return pool.held();
    }

    /** Holders that are not on disk, so that the next agent would not know of them. */
    public List<Holder> unstored() {
        return pool.unstored();
    }

    public synchronized PoolCounts counts() {
        return pool.counts(clock.instant());
    }
}
