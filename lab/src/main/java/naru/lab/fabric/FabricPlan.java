package naru.lab.fabric;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import naru.lab.config.LabConfig;
import naru.lab.config.LabConfig.Subnet;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/**
 * Decides which segments there are, who is on which, and which address the router has. Changes
 * nothing in the kernel; not for several threads at once.
 */
public final class FabricPlan {

    /** Nodes without an address get the eleventh of their segment and those that follow. */
    private static final int FIRST_NODE = 11;

    /** A segment that is made for addresses outside of all others is so large, or smaller. */
    private static final int MADE_LENGTH = 24;

    private static final int SMALLEST_LENGTH = 30;

    private final LabConfig config;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<Ipv4Address, String> holders = new LinkedHashMap<>();
    private final Map<Ipv4Prefix, String> podRanges = new LinkedHashMap<>();
    private int cables;

    public FabricPlan(LabConfig config) {
        this.config = config;
    }

    /** Keeps an address for somebody. */
    public void reserve(Ipv4Address address, String holder) throws FabricConflict {
        String other = holders.get(address);
        if (other != null && !other.equals(holder)) {
            throw new FabricConflict(address + " of " + holder + " is the address of " + other);
        }
        for (Map.Entry<Ipv4Prefix, String> range : podRanges.entrySet()) {
            if (range.getKey().contains(address)) {
                throw inPodRange(address, holder, range.getKey(), range.getValue());
            }
        }
        holders.put(address, holder);
    }

    /** Keeps a range for a node's pods. */
    public void reserve(Ipv4Prefix range, String node) throws FabricConflict {
        for (Map.Entry<Ipv4Prefix, String> other : podRanges.entrySet()) {
            boolean overlaps = other.getKey().contains(range) || range.contains(other.getKey());
            if (overlaps && !(other.getKey().equals(range) && other.getValue().equals(node))) {
                throw new FabricConflict(
                        "pod range %s of %s overlaps %s of %s"
                                .formatted(range, node, other.getKey(), other.getValue()));
            }
        }
        for (Map.Entry<Ipv4Address, String> holder : holders.entrySet()) {
            if (range.contains(holder.getKey())) {
                throw inPodRange(holder.getKey(), holder.getValue(), range, node);
            }
        }
        podRanges.put(range, node);
    }

    private static FabricConflict inPodRange(
            Ipv4Address address, String holder, Ipv4Prefix range, String node) {
        return new FabricConflict(
                "%s of %s lies in the pod range %s of %s".formatted(address, holder, range, node));
    }

    /** Gives up what somebody has. */
    public void release(String holder) {
        holders.values().removeIf(holder::equals);
        podRanges.values().removeIf(holder::equals);
    }

    /** Chooses an address for a node in a subnet, or in the first one. */
    public Ipv4Address chooseAddress(Optional<String> subnet, String node) throws FabricConflict {
        Subnet in =
                config.subnets().stream()
                        .filter(s -> subnet.isEmpty() || s.name().equals(subnet.get()))
                        .findFirst()
                        .orElseThrow();
        // The router's address is not known before its segment is laid: left to it.
        Ipv4Address router = new Ipv4Address(in.cidr().bits() + 1);
        Ipv4Address chosen =
                LongStream.concat(usable(in.cidr(), FIRST_NODE), usable(in.cidr(), 2))
                        .mapToObj(bits -> new Ipv4Address((int) bits))
                        .filter(a -> !a.equals(router) && !holders.containsKey(a))
                        .filter(a -> podRanges.keySet().stream().noneMatch(r -> r.contains(a)))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new FabricConflict(
                                                "no free address for %s in subnet %s (%s)"
                                                        .formatted(node, in.name(), in.cidr())));
        reserve(chosen, node);
        return chosen;
    }

    /** Chooses the first free range {@code 10.244.N.0/24}, N from 1 on. */
    public Ipv4Prefix chooseRange(String node) throws FabricConflict {
        for (int third = 1; third < 256; third++) {
            Ipv4Prefix range = Ipv4Prefix.parse("10.244." + third + ".0/24");
            boolean free =
                    podRanges.keySet().stream()
                                    .noneMatch(r -> r.contains(range) || range.contains(r))
                            && holders.keySet().stream().noneMatch(range::contains);
            if (free) {
                reserve(range, node);
                return range;
            }
        }
        throw new FabricConflict("no free range for the pods of " + node + " in 10.244.0.0/16");
    }

    private static LongStream usable(Ipv4Prefix cidr, int from) {
        long first = Integer.toUnsignedLong(cidr.bits());
        return LongStream.range(first + from, Integer.toUnsignedLong(cidr.last().bits()));
    }

    /**
     * Puts a host on the segments of its addresses; those that don't exist yet are made.
     *
     * @param subnet where the first address must lie; empty: anywhere
     * @param mtu of its devices; empty: its segments'
     */
    public Host place(
            String name,
            Path netns,
            List<Ipv4Address> addresses,
            Optional<String> subnet,
            Optional<Integer> mtu)
            throws FabricConflict {
        Map<Segment, List<Ipv4Address>> bySegment = new LinkedHashMap<>();
        for (Ipv4Address address : addresses) {
            reserve(address, name);
            bySegment.computeIfAbsent(segmentOf(address), _ -> new ArrayList<>()).add(address);
        }
        List<Host.Port> ports = new ArrayList<>();
        for (Map.Entry<Segment, List<Ipv4Address>> entry : bySegment.entrySet()) {
            Segment segment = entry.getKey();
            if (ports.isEmpty() && subnet.isPresent() && !segment.name().equals(subnet.get())) {
                throw new FabricConflict(
                        "%s of %s does not lie in its subnet %s"
                                .formatted(addresses.getFirst(), name, subnet.get()));
            }
            String device = "eth" + ports.size();
            String cable = "cable" + cables++;
            int size = mtu.orElse(segment.mtu());
            ports.add(new Host.Port(device, cable, segment, entry.getValue(), size));
        }
        return new Host(name, netns, ports);
    }

    private Segment segmentOf(Ipv4Address address) throws FabricConflict {
        for (Segment segment : segments) {
            if (segment.cidr().contains(address)) {
                return segment;
            }
        }
        for (Subnet subnet : config.subnets()) {
            if (subnet.cidr().contains(address)) {
                return lay(subnet);
            }
        }
        return lay(made(address));
    }

    /** The largest subnet for this address that meets no other subnet and no pod range. */
    private Subnet made(Ipv4Address address) throws FabricConflict {
        Set<Ipv4Prefix> avoided = new TreeSet<>(podRanges.keySet());
        config.subnets().forEach(subnet -> avoided.add(subnet.cidr()));
        segments.forEach(segment -> avoided.add(segment.cidr()));
        for (int length = MADE_LENGTH; length <= SMALLEST_LENGTH; length++) {
            Ipv4Prefix cidr = new Ipv4Prefix(address.bits(), length);
            if (avoided.stream().noneMatch(a -> a.contains(cidr) || cidr.contains(a))) {
                return new Subnet(cidr.toString(), cidr, Subnet.DEFAULT_MTU);
            }
        }
        throw new FabricConflict("no subnet can be made for " + address + " beside " + avoided);
    }

    private Segment lay(Subnet subnet) throws FabricConflict {
        String bridge = "bridge" + segments.size();
        Optional<Ipv4Address> router =
                config.router().present() ? Optional.of(routerIn(subnet)) : Optional.empty();
        Segment segment = new Segment(subnet.name(), subnet.cidr(), bridge, subnet.mtu(), router);
        segments.add(segment);
        return segment;
    }

    private Ipv4Address routerIn(Subnet subnet) throws FabricConflict {
        String name = "the router in " + subnet.name();
        long first = Integer.toUnsignedLong(subnet.cidr().bits()) + 1;
        long last = Integer.toUnsignedLong(subnet.cidr().last().bits()) - 1;
        LongStream candidates =
                LongStream.concat(
                        LongStream.of(first), LongStream.iterate(last, a -> a > first, a -> a - 1));
        Ipv4Address address =
                candidates
                        .mapToObj(bits -> new Ipv4Address((int) bits))
                        .filter(a -> !holders.containsKey(a))
                        .filter(a -> podRanges.keySet().stream().noneMatch(r -> r.contains(a)))
                        .findFirst()
                        .orElseThrow(() -> new FabricConflict("no free address for " + name));
        reserve(address, name);
        return address;
    }
}
