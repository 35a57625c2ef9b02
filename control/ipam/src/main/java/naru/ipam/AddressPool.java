package naru.ipam;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/**
 * The addresses of one node's ranges and who holds them. Reads no clock and keeps nothing on disk;
 * not for several threads at once. What an operation costs depends neither on the size of the
 * ranges nor on how much is held.
 */
public final class AddressPool {

    /** An interface of a container; what pod is said to be around it doesn't matter. */
    private record Interface(String containerId, String name) {
        Interface(Holder holder) {
            this(holder.containerId(), holder.interfaceName());
        }
    }

    private final Duration cooldown;
    private final Map<Ipv4Address, Holder> held = new HashMap<>();
    private final Map<Interface, Ipv4Address> addresses = new HashMap<>();

    /** When an address was freed; in the order of freeing. */
    private final LinkedHashMap<Ipv4Address, Instant> freed = new LinkedHashMap<>();

    private List<Range> ranges = List.of();

    /**
     * @param ranges in the order in which they are used up; one that lies in another is left out
     * @param cooldown how long a freed address rests before it is given to somebody who didn't ask
     *     for it
     */
    public AddressPool(List<Ipv4Prefix> ranges, Duration cooldown) {
        this.cooldown = cooldown;
        ranges(ranges);
    }

    /**
     * Gives the address that was freed longest ago, those first that nobody has had yet; never a
     * range's network or broadcast address. Who has an address already gets the same again.
     */
    public Answer allocate(Holder holder, Instant now) {
        Ipv4Address has = addresses.get(new Interface(holder));
        if (has != null) {
            return give(holder, has);
        }
        for (Range range : ranges) {
            Optional<Ipv4Address> untouched = range.nextUntouched(this::isTouched);
            if (untouched.isPresent()) {
                return give(holder, untouched.get());
            }
        }
        for (Map.Entry<Ipv4Address, Instant> oldest : freed.entrySet()) {
            if (isCooling(oldest.getValue(), now)) {
                break;
            }
            if (isAutomatic(oldest.getKey())) {
                return give(holder, oldest.getKey());
            }
        }
        return new Answer.Full(prefixes(), counts(now));
    }

    /**
     * Gives just this address, if it is in range and nobody else has it. It needn't have cooled:
     * who asks for one address knows that it is free.
     */
    public Answer allocate(Holder holder, Ipv4Address wished, Instant now) {
        Ipv4Address has = addresses.get(new Interface(holder));
        if (has != null) {
            return has.equals(wished) ? give(holder, has) : new Answer.HasAnother(wished, has);
        }
        Holder other = held.get(wished);
        if (other != null) {
            return new Answer.Taken(wished, other);
        }
        return isInRange(wished) ? give(holder, wished) : new Answer.OutOfRange(wished, prefixes());
    }

    /**
     * Takes over what was held before a restart, in range or not.
     *
     * @return who has this address or what this interface has, if that is something else
     */
    public Optional<Answer.Refused> restore(Holder holder, Ipv4Address address) {
        Holder other = held.get(address);
        if (other != null && !other.sameInterface(holder)) {
            return Optional.of(new Answer.Taken(address, other));
        }
        Ipv4Address has = addresses.get(new Interface(holder));
        if (has != null && !has.equals(address)) {
            return Optional.of(new Answer.HasAnother(address, has));
        }
        give(holder, address);
        return Optional.empty();
    }

    /** Takes over what was freed before a restart; to be called in the order of freeing. */
    public void restoreFreed(Ipv4Address address, Instant at) {
        if (!held.containsKey(address) && isInRange(address)) {
            freed.putLast(address, at);
        }
    }

    /** Takes the holder's address back; empty if it has none. */
    public Optional<Ipv4Address> release(Holder holder, Instant now) {
        Ipv4Address address = addresses.remove(new Interface(holder));
        if (address == null) {
            return Optional.empty();
        }
        held.remove(address);
        if (isInRange(address)) {
            freed.putLast(address, now);
        }
        return Optional.of(address);
    }

    /** Takes an address back that nobody has used: it can be given again at once. */
    void takeBackUnused(Holder holder) {
        Ipv4Address address = addresses.remove(new Interface(holder));
        if (address != null) {
            held.remove(address);
        }
    }

    /** What this holder has. */
    public Optional<Ipv4Address> addressOf(Holder holder) {
        return Optional.ofNullable(addresses.get(new Interface(holder)));
    }

    /** All that is held; a view. */
    public Map<Ipv4Address, Holder> held() {
        return Collections.unmodifiableMap(held);
    }

    /** Counts what may be given automatically; looks at all that is held or was freed. */
    public PoolCounts counts(Instant now) {
        long all = ranges.stream().mapToLong(Range::size).sum();
        long used = held.keySet().stream().filter(this::isAutomatic).count();
        long cooling =
                freed.entrySet().stream()
                        .filter(it -> isAutomatic(it.getKey()) && isCooling(it.getValue(), now))
                        .count();
        return new PoolCounts(used, all - used - cooling, cooling);
    }

    /** Replaces the ranges; what is held stays held. */
    public void ranges(List<Ipv4Prefix> prefixes) {
        List<Range> outermost = new ArrayList<>();
        for (Ipv4Prefix prefix : prefixes.stream().distinct().toList()) {
            boolean covered =
                    prefixes.stream().anyMatch(it -> !it.equals(prefix) && it.contains(prefix));
            if (!covered) {
                outermost.add(new Range(prefix));
            }
        }
        ranges = List.copyOf(outermost);
        freed.keySet().removeIf(address -> !isInRange(address));
    }

    private Answer give(Holder holder, Ipv4Address address) {
        freed.remove(address);
        held.put(address, holder);
        addresses.put(new Interface(holder), address);
        return new Answer.Given(address);
    }

    private boolean isCooling(Instant freedAt, Instant now) {
        return freedAt.plus(cooldown).isAfter(now);
    }

    private boolean isTouched(Ipv4Address address) {
        return held.containsKey(address) || freed.containsKey(address);
    }

    private boolean isInRange(Ipv4Address address) {
        return ranges.stream().anyMatch(range -> range.prefix().contains(address));
    }

    private boolean isAutomatic(Ipv4Address address) {
        return ranges.stream().anyMatch(range -> range.isAutomatic(address));
    }

    private List<Ipv4Prefix> prefixes() {
        return ranges.stream().map(Range::prefix).toList();
    }
}
