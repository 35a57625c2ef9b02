package naru.agent.endpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.ipam.AddressPool;
import naru.ipam.AllocationStore;
import naru.ipam.AllocationStore.Allocation;
import naru.ipam.Answer;
import naru.ipam.Holder;
import naru.ipam.PoolCounts;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** The pod addresses of this node, in memory and on disk. Any thread. */
public final class Addresses {

    private final AddressPool pool;
    private final AllocationStore store;
    private final Clock clock;
    private List<Ipv4Prefix> ranges = List.of();

    /**
     * Takes over what is on disk. Until {@link #ranges} is called every address is in range, so
     * that what pods have can be {@link #hold held} whatever the ranges are now.
     */
    public Addresses(Path folder, Duration cooldown, Clock clock) throws IOException {
        this.store = new AllocationStore(folder);
        this.clock = clock;
        this.pool = new AddressPool(List.of(Ipv4Prefix.ALL), cooldown);
        for (Allocation held : store.load().allocations()) {
            pool.allocate(held.holder(), held.address(), clock.instant());
        }
    }

    /** Notes that a pod has this address; before the ranges are known. */
    public synchronized void hold(Holder holder, Ipv4Address address) throws IOException {
        if (!pool.addressOf(holder).equals(Optional.of(address))) {
            allocate(holder, Optional.of(address));
        }
    }

    /** The ranges of this node's Node object. */
    public synchronized void ranges(List<Ipv4Prefix> now) {
        ranges = List.copyOf(now);
        pool.ranges(ranges);
    }

    public synchronized List<Ipv4Prefix> ranges() {
        return ranges;
    }

    /** Gives an address and keeps that on disk. */
    public synchronized Answer allocate(Holder holder, Optional<Ipv4Address> wished)
            throws IOException {
        Answer answer =
                wished.isPresent()
                        ? pool.allocate(holder, wished.get(), clock.instant())
                        : pool.allocate(holder, clock.instant());
        if (answer instanceof Answer.Given given) {
            try {
                store.save(new Allocation(holder, given.address()));
            } catch (IOException e) {
                pool.release(holder, clock.instant());
                throw e;
            }
        }
        return answer;
    }

    /** Takes an address back; a holder that has none is no error. */
    public synchronized void release(Holder holder) throws IOException {
        Optional<Ipv4Address> address = pool.release(holder, clock.instant());
        if (address.isPresent()) {
            store.remove(new Allocation(holder, address.get()), clock.instant());
        }
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

    public synchronized PoolCounts counts() {
        return pool.counts(clock.instant());
    }
}
