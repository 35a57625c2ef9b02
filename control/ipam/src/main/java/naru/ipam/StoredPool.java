package naru.ipam;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.ipam.AllocationStore.Allocation;
import naru.ipam.AllocationStore.Contents;
import naru.ipam.AllocationStore.Freed;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** An {@link AddressPool} that is on disk too. May be used by several threads. */
public final class StoredPool {

    private final AddressPool pool;
    private final AllocationStore store;
    private final List<String> findings = new ArrayList<>();

    private StoredPool(AddressPool pool, AllocationStore store) {
        this.pool = pool;
        this.store = store;
    }

    /** Takes over what is in the store. */
    public static StoredPool open(
            AllocationStore store, List<Ipv4Prefix> ranges, Duration cooldown, Instant now)
            throws IOException {
        StoredPool stored = new StoredPool(new AddressPool(ranges, cooldown), store);
        Contents contents = store.load();
        contents.quarantined()
                .forEach(
                        it ->
                                stored.findings.add(
                                        it.file() + " " + it.why() + ", so it was moved there"));
        for (Allocation allocation : contents.allocations()) {
            stored.pool
                    .restore(allocation.holder(), allocation.address())
                    .ifPresent(it -> stored.findings.add(allocation.holder() + ": " + it.reason()));
        }
        for (Freed freed : contents.freed()) {
            // A clock that was set back must not keep an address for years.
            Instant at = freed.at().isAfter(now) ? now : freed.at();
            if (at.plus(cooldown).isAfter(now)) {
                stored.pool.restoreFreed(freed.address(), at);
            } else {
                store.forget(freed.address());
            }
        }
        return stored;
    }

    /** What was wrong with the store when it was opened; one sentence each. */
    public List<String> findings() {
        return List.copyOf(findings);
    }

    /**
     * As {@link AddressPool#allocate}; kept when it returns.
     *
     * @throws IOException if it can't be written; then nothing was given
     */
    public synchronized Answer allocate(Holder holder, Optional<Ipv4Address> wished, Instant now)
            throws IOException {
        boolean isNew = pool.addressOf(holder).isEmpty();
        Answer answer =
                wished.isPresent()
                        ? pool.allocate(holder, wished.get(), now)
                        : pool.allocate(holder, now);
        if (isNew && answer instanceof Answer.Given(Ipv4Address address)) {
            try {
                store.save(new Allocation(holder, address));
            } catch (IOException e) {
                // It has not been used. Were it to rest, a disk that is full for a while would use
                // up all.
                pool.takeBackUnused(holder);
                throw e;
            }
        }
        return answer;
    }

    /**
     * Notes that a holder has this address, in range or not, as the kernel shows it after a
     * restart; kept when it returns.
     *
     * @return why that can't be
     */
    public synchronized Optional<Answer.Refused> hold(Holder holder, Ipv4Address address)
            throws IOException {
        boolean isNew = pool.addressOf(holder).isEmpty();
        Optional<Answer.Refused> refused = pool.restore(holder, address);
        if (isNew && refused.isEmpty()) {
            store.save(new Allocation(holder, address));
        }
        return refused;
    }

    /** As {@link AddressPool#release}; kept when it returns. */
    public synchronized Optional<Ipv4Address> release(Holder holder, Instant now)
            throws IOException {
        Optional<Ipv4Address> address = pool.addressOf(holder);
        if (address.isPresent()) {
            store.remove(new Allocation(holder, address.get()), now);
            pool.release(holder, now);
        }
        return address;
    }

    /** As {@link AddressPool#addressOf}. */
    public synchronized Optional<Ipv4Address> addressOf(Holder holder) {
        return pool.addressOf(holder);
    }

    /** All that is held now. */
    public synchronized Map<Ipv4Address, Holder> held() {
        return Map.copyOf(pool.held());
    }

    /** Holders whose allocation is not on disk. */
    public synchronized List<Holder> unstored() {
        return pool.held().values().stream().filter(holder -> !store.has(holder)).toList();
    }

    /** As {@link AddressPool#counts}. */
    public synchronized PoolCounts counts(Instant now) {
        return pool.counts(now);
    }

    /** As {@link AddressPool#ranges}. */
    public synchronized void ranges(List<Ipv4Prefix> ranges) {
        pool.ranges(ranges);
    }
}
