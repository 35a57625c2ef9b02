package naru.linux.netfilter;

/**
 * A packet in netfilter's eyes, with mark 0 when it comes in.
 *
 * @param way through this node's stack
 * @param source in host order
 * @param destination in host order
 * @param protocol IANA number
 * @param destinationPort 0 if the protocol has none
 * @param inputDevice empty for what this node's own stack makes
 * @param outputDevice the device that the route leads to; empty for what stays here
 */
public record NetfilterPacket(
        Way way,
        int source,
        int destination,
        int protocol,
        int destinationPort,
        String inputDevice,
        String outputDevice,
        Connection connection) {

    /** Which hooks it meets. */
    public enum Way {
        /** Made by this node's own stack, by a process of root as the kubelet is. */
        OUT,
        /** From one device to another. */
        THROUGH,
        /** To this node's own stack. */
        IN
    }

    /** What connection tracking says of it. */
    public enum Connection {
        NEW,
        ESTABLISHED
    }

    /** The first packet of a connection that this node's own stack begins. */
    public static NetfilterPacket made(
            int source, int destination, int protocol, int destinationPort, String outputDevice) {
        return new NetfilterPacket(
                Way.OUT,
                source,
                destination,
                protocol,
                destinationPort,
                "",
                outputDevice,
                Connection.NEW);
    }

    public NetfilterPacket withConnection(Connection other) {
        return new NetfilterPacket(
                way,
                source,
                destination,
                protocol,
                destinationPort,
                inputDevice,
                outputDevice,
                other);
    }
}
