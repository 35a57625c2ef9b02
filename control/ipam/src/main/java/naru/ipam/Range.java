package naru.ipam;

import java.util.Optional;
import java.util.function.Predicate;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** One range of a pool, and how far it has been used. */
final class Range {

    private final Ipv4Prefix prefix;
    private final long first;
    private final long last;

    /** No address below it has never been given; unsigned, in host order. */
    private long next;

    Range(Ipv4Prefix prefix) {
        this.prefix = prefix;
        // In /31 and /32 there is no network or broadcast address (RFC 3021).
        int reserved = prefix.length() >= 31 ? 0 : 1;
        first = Integer.toUnsignedLong(prefix.first().bits()) + reserved;
        last = Integer.toUnsignedLong(prefix.last().bits()) - reserved;
        next = first;
    }

    Ipv4Prefix prefix() {
        return prefix;
    }

    /** How many addresses may be given automatically. */
    long size() {
        return last - first + 1;
    }

    /** True if the address is of this range and neither its network nor its broadcast address. */
    boolean isAutomatic(Ipv4Address address) {
        long bits = Integer.toUnsignedLong(address.bits());
        return bits >= first && bits <= last;
    }

    /** The lowest address that nobody has had yet; each is skipped once only. */
    Optional<Ipv4Address> nextUntouched(Predicate<Ipv4Address> isTouched) {
        while (next <= last) {
            Ipv4Address address = new Ipv4Address((int) next);
            if (!isTouched.test(address)) {
                return Optional.of(address);
            }
            next++;
        }
        return Optional.empty();
    }
}
