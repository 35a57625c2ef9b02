package naru.proof;

import naru.model.Ipv4Address;
import naru.naive.Attempt;
import naru.testkit.Packet;

/**
 * An attempt with its first packet's details, so that its flow can be met again.
 *
 * @param clientPort source port, or the identifier of an echo request
 */
record Trial(Attempt attempt, int clientPort) {

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;

    byte[] first() {
        return packet(attempt.source(), attempt.destination(), false, Packet.SYN).bytes();
    }

    /** A later packet in the same direction. */
    byte[] next() {
        return packet(attempt.source(), attempt.destination(), false, Packet.ACK).bytes();
    }

    byte[] reply() {
        int flags = Packet.SYN | Packet.ACK;
        return packet(attempt.destination(), attempt.source(), true, flags).bytes();
    }

    boolean isTcp() {
        return attempt.protocol() == TCP;
    }

    /** The other end begins a connection between the same ports. */
    Trial reversed() {
        return new Trial(
                new Attempt(
                        attempt.destination(), attempt.source(), attempt.protocol(), clientPort),
                attempt.port());
    }

    /** Between the same ends and ports, whoever begins. */
    boolean hasTheTupleOf(Trial other) {
        return equals(other) || reversed().equals(other);
    }

    private Packet packet(Ipv4Address from, Ipv4Address to, boolean reply, int flags) {
        int sourcePort = reply ? attempt.port() : clientPort;
        int destinationPort = reply ? clientPort : attempt.port();
        Packet base = Packet.from(from).to(to);
        return switch (attempt.protocol()) {
            case TCP -> base.tcp(sourcePort, destinationPort).flags(flags);
            case UDP -> base.udp(sourcePort, destinationPort);
            case SCTP -> base.sctp(sourcePort, destinationPort);
            case Attempt.ICMP ->
                    base.icmp(
                            reply ? Packet.ICMP_ECHO_REPLY : Packet.ICMP_ECHO_REQUEST, clientPort);
            default -> throw new IllegalArgumentException("protocol " + attempt.protocol());
        };
    }

    @Override
    public String toString() {
        return attempt + " from " + clientPort;
    }
}
