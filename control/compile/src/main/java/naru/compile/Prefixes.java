package naru.compile;

import java.util.Map;
import java.util.Optional;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** Longest-prefix look-ups in maps. */
final class Prefixes {

    private Prefixes() {}

    static <V> Optional<Found<V>> longest(Map<Ipv4Prefix, V> map, Ipv4Address address) {
        return longest(map, address.bits(), 32);
    }

    /** The value of the next larger prefix around one. */
    static <V> Optional<V> enclosing(Map<Ipv4Prefix, V> map, Ipv4Prefix prefix) {
        return longest(map, prefix.bits(), prefix.length() - 1).map(Found::value);
    }

    private static <V> Optional<Found<V>> longest(Map<Ipv4Prefix, V> map, int bits, int longest) {
        for (int length = longest; length >= 0; length--) {
            Ipv4Prefix prefix = new Ipv4Prefix(bits, length);
            V value = map.get(prefix);
            if (value != null) {
                return Optional.of(new Found<>(prefix, value));
            }
        }
        return Optional.empty();
    }
}
