package naru.naive;

import naru.model.Ipv4Address;

/**
 * Somebody wants to connect.
 *
 * @param protocol IANA number
 * @param port at the destination; 0 for a protocol without ports
 */
public record Attempt(Ipv4Address source, Ipv4Address destination, int protocol, int port) {

    public static final int ICMP = 1;

    @Override
    public String toString() {
        return source + " -> " + destination + ":" + port + " protocol " + protocol;
    }
}
