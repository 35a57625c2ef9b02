package naru.datapath;

import java.nio.ByteBuffer;
import java.util.Optional;
import naru.model.Ipv4Address;

/**
 * What a frame says, read without the programs' help and with no mercy: empty where a header is not
 * whole.
 *
 * @param sourcePort ICMP echo: the identifier, in both ports; other ICMP and later fragments: 0
 * @param about of an ICMP error: the packet that it is about
 */
record Reading(
        Ipv4Address source,
        Ipv4Address destination,
        int protocol,
        int sourcePort,
        int destinationPort,
        int tcpFlags,
        int icmpType,
        int fragmentId,
        boolean laterFragment,
        boolean moreFragments,
        Optional<Reading> about) {

    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int SCTP = 132;
    static final int ETHERNET = 14;

    private static final int SYN_ACK = 0x12;
    private static final int SYN = 0x02;

    /** The IPv4 packet of a frame. */
    static Optional<Reading> of(byte[] frame) {
        return of(ByteBuffer.wrap(frame, ETHERNET, frame.length - ETHERNET).slice(), true);
    }

    private static Optional<Reading> of(ByteBuffer packet, boolean outer) {
        if (packet.remaining() < 20 || packet.get(0) >> 4 != 4) {
            return Optional.empty();
        }
        int header = (packet.get(0) & 15) * 4;
        int total = Short.toUnsignedInt(packet.getShort(2));
        if (header < 20 || outer && (total < header || total > packet.remaining())) {
            return Optional.empty();
        }
        if (packet.remaining() < header) {
            return Optional.empty();
        }
        int fragment = Short.toUnsignedInt(packet.getShort(6));
        boolean later = (fragment & 0x1fff) != 0;
        ByteBuffer rest = packet.slice(header, packet.remaining() - header);
        int protocol = packet.get(9) & 255;
        Reading empty =
                new Reading(
                        new Ipv4Address(packet.getInt(12)),
                        new Ipv4Address(packet.getInt(16)),
                        protocol,
                        0,
                        0,
                        0,
                        0,
                        Short.toUnsignedInt(packet.getShort(4)),
                        later,
                        (fragment & 0x2000) != 0,
                        Optional.empty());
        return later ? Optional.of(empty) : empty.layer4(rest, outer);
    }

    private Optional<Reading> layer4(ByteBuffer rest, boolean outer) {
        int length = rest.remaining();
        return switch (protocol) {
            case TCP ->
                    length < (outer ? 14 : 4) || outer && (rest.get(12) >> 4 & 15) < 5
                            ? Optional.empty()
                            : Optional.of(ports(rest, outer ? rest.get(13) & 255 : 0));
            case UDP, SCTP -> length < 4 ? Optional.empty() : Optional.of(ports(rest, 0));
            case ICMP -> length < 8 ? Optional.empty() : Optional.of(icmp(rest, outer));
            default -> Optional.empty();
        };
    }

    private Reading ports(ByteBuffer rest, int flags) {
        return with(
                Short.toUnsignedInt(rest.getShort(0)),
                Short.toUnsignedInt(rest.getShort(2)),
                flags,
                0,
                Optional.empty());
    }

    private Reading icmp(ByteBuffer rest, boolean outer) {
        int type = rest.get(0) & 255;
        boolean echo = type == 8 || type == 0;
        int id = echo || !outer ? Short.toUnsignedInt(rest.getShort(4)) : 0;
        boolean error = outer && (type == 3 || type == 11 || type == 12);
        return with(
                id,
                id,
                0,
                type,
                error ? of(rest.slice(8, rest.remaining() - 8), false) : Optional.empty());
    }

    private Reading with(int from, int to, int flags, int type, Optional<Reading> inner) {
        return new Reading(
                source,
                destination,
                protocol,
                from,
                to,
                flags,
                type,
                fragmentId,
                laterFragment,
                moreFragments,
                inner);
    }

    boolean isFragment() {
        return laterFragment || moreFragments;
    }

    /** True if this can't be the answer to anything. */
    boolean begins() {
        return protocol == TCP && (tcpFlags & SYN_ACK) == SYN || protocol == ICMP && icmpType == 8;
    }

    /** With the ports of the first fragment. */
    Reading behind(Reading first) {
        return with(first.sourcePort, first.destinationPort, 0, first.icmpType, Optional.empty());
    }
}
