package naru.compile;

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

    /** The highest port. */
    public int last() {
        return port | (1 << 16 - prefix) - 1;
    }

    /** True if a packet to this protocol and port falls under it. */
    public boolean covers(int packetProtocol, int packetPort) {
        return protocol == 0
                || protocol == packetProtocol && packetPort >= port && packetPort <= last();
    }
}
