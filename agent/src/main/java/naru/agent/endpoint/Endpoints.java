package naru.agent.endpoint;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import naru.model.Ipv4Address;
import org.jspecify.annotations.Nullable;

/** The endpoints that exist or are being made, by slot. One thread. */
public final class Endpoints {

    /** As many as the datapath's table of endpoints holds. */
    public static final int MAXIMUM = 4096;

    private final SortedMap<Integer, Endpoint> bySlot = new TreeMap<>();
    private final Set<Integer> reserved = new HashSet<>();
    private int lastSlot;

    /** A copy for other threads; null: it is to be made anew. */
    private volatile @Nullable List<Endpoint> known;

    /**
     * One endpoint.
     *
     * @param attachment missing until its device exists
     */
    public record Endpoint(EndpointRecord record, Optional<Attachment> attachment) {}

    /**
     * Takes a slot that nobody has; those freed last are given last. It is taken until {@link
     * #remove}.
     */
    public Optional<Integer> reserveSlot() {
        if (bySlot.size() + reserved.size() >= MAXIMUM) {
            return Optional.empty();
        }
        do {
            lastSlot = lastSlot % MAXIMUM + 1;
        } while (bySlot.containsKey(lastSlot) || reserved.contains(lastSlot));
        reserved.add(lastSlot);
        return Optional.of(lastSlot);
    }

    /** Whether nobody has this slot, nor is about to. */
    public boolean isFree(int slot) {
        return !bySlot.containsKey(slot) && !reserved.contains(slot);
    }

    /** Adds an endpoint, or replaces what is known of it. */
    public void put(EndpointRecord record, Optional<Attachment> attachment) {
        reserved.remove(record.slot());
        bySlot.put(record.slot(), new Endpoint(record, attachment));
        known = null;
        if (lastSlot < record.slot()) {
            lastSlot = record.slot();
        }
    }

    public void remove(int slot) {
        reserved.remove(slot);
        bySlot.remove(slot);
        known = null;
    }

    public Optional<Endpoint> get(int slot) {
        return Optional.ofNullable(bySlot.get(slot));
    }

    /** The endpoint of a container's interface; those that are leaving are nobody's any more. */
    public Optional<Endpoint> of(String containerId, String interfaceName) {
        return bySlot.values().stream()
                .filter(e -> !e.record.leaving())
                .filter(e -> e.record.isFor(containerId, interfaceName))
                .findFirst();
    }

    public Optional<Endpoint> at(Ipv4Address address) {
        return bySlot.values().stream()
                .filter(e -> !e.record.leaving())
                .filter(e -> e.record.ipv4().equals(address))
                .findFirst();
    }

    /** The devices of those that are whole: number to name. */
    public Map<Integer, String> devices() {
        Map<Integer, String> devices = new TreeMap<>();
        for (Endpoint endpoint : bySlot.values()) {
            if (endpoint.record.complete()) {
                endpoint.attachment.ifPresent(
                        a -> devices.put(a.ifindex(), endpoint.record.device()));
            }
        }
        return devices;
    }

    /** As {@link #all} was, if nothing has changed since somebody asked for it. Any thread. */
    public Optional<List<Endpoint>> known() {
        return Optional.ofNullable(known);
    }

    /** A copy of {@link #all}, which other threads find by {@link #known} too. */
    public List<Endpoint> copy() {
        List<Endpoint> copy = List.copyOf(bySlot.values());
        known = copy;
        return copy;
    }

    /** All, by slot. */
    public Collection<Endpoint> all() {
        return Collections.unmodifiableCollection(bySlot.values());
    }
}
