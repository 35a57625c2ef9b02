package naru.explain;

import naru.model.Ipv4Address;

/**
 * A connection that may exist, have failed, or only be planned.
 *
 * @param protocol IANA number
 * @param port destination port; 0 for ICMP
 */
public record Question(End source, End destination, int protocol, int port) {

    public static final int ICMP = 1;

    /** {@code tcp}, {@code udp}, {@code sctp} or {@code icmp}. */
    public String protocolName() {
        return switch (protocol) {
            case ICMP -> "icmp";
            case 6 -> "tcp";
            case 17 -> "udp";
            case 132 -> "sctp";
            default -> Integer.toString(protocol);
        };
    }

    /** {@code 8082/tcp}, or {@code icmp}. */
    public String service() {
        return protocol == ICMP ? "icmp" : port + "/" + protocolName();
    }

    /** Only to be asked once both ends are known to have one. */
    public Ipv4Address sourceAddress() {
        return source.address().orElseThrow();
    }

    public Ipv4Address destinationAddress() {
        return destination.address().orElseThrow();
    }

    /** True if the packet never leaves a node. */
    public boolean staysOnNode() {
        return !source.node().isEmpty() && source.node().equals(destination.node());
    }

    @Override
    public String toString() {
        return source.name()
                + " -> "
                + destination.name()
                + (protocol == ICMP ? " (icmp)" : ":" + port + "/" + protocolName());
    }
}
