package naru.compile;

import java.util.ArrayList;
import java.util.List;

/**
 * Destination ports that one policy key can hold.
 *
 * @param protocol IANA number; 0: any
 * @param port the lowest one
 * @param prefix leading bits that must agree: 16 one port, 0 any
 */
public record PortSpan(int protocol, int port, int prefix) {

    /** Every port of every protocol, and what has no ports. */
    public static final PortSpan ANY = new PortSpan(0, 0, 0);

    /** No span is sorted after it. */
    static final PortSpan LAST = new PortSpan(255, 0xffff, 16);

    static PortSpan single(int protocol, int port) {
        return new PortSpan(protocol, port, 16);
    }

    /** Every port of a protocol. */
    static PortSpan all(int protocol) {
        return new PortSpan(protocol, 0, 0);
    }

    /** The fewest spans that together are the ports from {@code first} to {@code last}. */
    static List<PortSpan> range(int protocol, int first, int last) {
        List<PortSpan> spans = new ArrayList<>();
        int port = first;
        while (port <= last) {
            int free = port == 0 ? 16 : Math.min(16, Integer.numberOfTrailingZeros(port));
            while (port + (1 << free) - 1 > last) {
                free--;
            }
            spans.add(new PortSpan(protocol, port, 16 - free));
            port += 1 << free;
        }
        return spans;
    }

    /** The highest port. */
    public int last() {
        return port | (1 << 16 - prefix) - 1;
    }

    /** True if a packet to this protocol and port falls under it. */
    public boolean covers(int packetProtocol, int packetPort) {
        return protocol == 0
                || protocol == packetProtocol && packetPort >= port && packetPort <= last();
    }

    /** True if each port of {@code other} is also one of this. */
    boolean covers(PortSpan other) {
        return protocol == 0
                || protocol == other.protocol
                        && prefix <= other.prefix
                        && covers(protocol, other.port);
    }

    /** All others that cover this one, the longest prefix first. */
    List<PortSpan> wider() {
        if (protocol == 0) {
            return List.of();
        }
        List<PortSpan> wider = new ArrayList<>(prefix + 1);
        for (int length = prefix - 1; length >= 0; length--) {
            wider.add(new PortSpan(protocol, port & -1 << 16 - length & 0xffff, length));
        }
        wider.add(ANY);
        return wider;
    }

    /** As {@code 80/TCP}, {@code 8000-8007/TCP}, {@code TCP}, {@code ANY}. */
    @Override
    public String toString() {
        if (protocol == 0) {
            return "ANY";
        }
        String name = Protocols.name(protocol);
        if (prefix == 0) {
            return name;
        }
        return port + (prefix == 16 ? "" : "-" + last()) + "/" + name;
    }
}
