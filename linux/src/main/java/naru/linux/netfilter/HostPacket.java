package naru.linux.netfilter;

/**
 * A packet that this node's own stack makes, with mark 0.
 *
 * @param source the node's address, in host order
 * @param destination in host order
 * @param protocol IANA number
 * @param destinationPort 0 if the protocol has none
 * @param outputDevice the device that the route leads to
 */
public record HostPacket(
        int source,
        int destination,
        int protocol,
        int destinationPort,
        String outputDevice,
        Connection connection) {

    /** What connection tracking says of it. */
    public enum Connection {
        NEW,
        ESTABLISHED
    }

    public HostPacket withConnection(Connection other) {
        return new HostPacket(source, destination, protocol, destinationPort, outputDevice, other);
    }
}
