package naru.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;

/**
 * A frame, built from its headers. Each method gives a changed copy: {@code
 * Packet.from(a).to(b).tcp(40000, 80).flags(Packet.SYN)}.
 */
@SuppressWarnings("ArrayRecordComponent") // frames are read, never compared
public record Packet(
        MacAddress sourceMac,
        MacAddress destinationMac,
        int vlan,
        Ipv4Address source,
        Ipv4Address destination,
        int ttl,
        int id,
        int fragmentOffset,
        boolean moreFragments,
        int protocol,
        byte[] layer4,
        int cut) {

    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int ACK = 16;

    public static final int ICMP_ECHO_REPLY = 0;
    public static final int ICMP_UNREACHABLE = 3;
    public static final int ICMP_ECHO_REQUEST = 8;

    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;
    private static final int UNCUT = Integer.MAX_VALUE;
    private static final int DEFAULT_TTL = 64;
    private static final MacAddress NO_MAC = new MacAddress(0);

    /** Begins an IPv4 packet without layer 4. */
    public static Packet from(Ipv4Address source) {
        return new Packet(
                NO_MAC, NO_MAC, 0, source, source, DEFAULT_TTL, 1, 0, false, 0, new byte[8], UNCUT);
    }

    public Packet to(Ipv4Address newDestination) {
        return with(newDestination, ttl, id, fragmentOffset, moreFragments, protocol, layer4);
    }

    /** In a frame addressed to a device. */
    public Packet inFrameTo(MacAddress mac) {
        return framed(mac, vlan, cut);
    }

    private Packet framed(MacAddress to, int tag, int bytes) {
        return new Packet(
                sourceMac,
                to,
                tag,
                source,
                destination,
                ttl,
                id,
                fragmentOffset,
                moreFragments,
                protocol,
                layer4,
                bytes);
    }

    private Packet with(
            Ipv4Address to,
            int newTtl,
            int newId,
            int offset,
            boolean more,
            int number,
            byte[] l4) {
        return new Packet(
                sourceMac,
                destinationMac,
                vlan,
                source,
                to,
                newTtl,
                newId,
                offset,
                more,
                number,
                l4,
                cut);
    }

    private Packet layer4(int number, byte[] bytes) {
        return with(destination, ttl, id, fragmentOffset, moreFragments, number, bytes);
    }

    /** A TCP segment with flag ACK and no payload. */
    public Packet tcp(int sourcePort, int destinationPort) {
        ByteBuffer header = ByteBuffer.allocate(20);
        header.putShort((short) sourcePort).putShort((short) destinationPort);
        header.put(12, (byte) 0x50).put(13, (byte) ACK);
        return layer4(6, header.array());
    }

    /** Other TCP flags. */
    public Packet flags(int flags) {
        byte[] changed = layer4.clone();
        changed[13] = (byte) flags;
        return layer4(protocol, changed);
    }

    public Packet udp(int sourcePort, int destinationPort) {
        ByteBuffer header = ByteBuffer.allocate(12);
        header.putShort((short) sourcePort).putShort((short) destinationPort).putShort((short) 12);
        return layer4(17, header.array());
    }

    public Packet sctp(int sourcePort, int destinationPort) {
        ByteBuffer header = ByteBuffer.allocate(16);
        header.putShort((short) sourcePort).putShort((short) destinationPort);
        return layer4(132, header.array());
    }

    /** An ICMP echo request or reply. */
    public Packet icmp(int type, int identifier) {
        ByteBuffer header = ByteBuffer.allocate(16);
        header.put((byte) type).putShort(4, (short) identifier);
        return layer4(1, checksummed(header.array()));
    }

    /** An ICMP error of type "unreachable" about a packet. */
    public Packet icmpUnreachable(int code, Packet about) {
        byte[] inner = Arrays.copyOfRange(about.bytes(), ETHERNET, ETHERNET + IPV4 + 8);
        ByteBuffer message = ByteBuffer.allocate(8 + inner.length);
        message.put((byte) ICMP_UNREACHABLE).put((byte) code).put(8, inner);
        return layer4(1, checksummed(message.array()));
    }

    private static byte[] checksummed(byte[] message) {
        ByteBuffer.wrap(message).putShort(2, (short) Checksum.of(message, 0, message.length));
        return message;
    }

    /** Any other protocol. */
    public Packet protocol(int number) {
        return layer4(number, new byte[16]);
    }

    /** So many more bytes at the end. */
    public Packet payload(int bytes) {
        return layer4(protocol, Arrays.copyOf(layer4, layer4.length + bytes));
    }

    /** Only the first {@code bytes} of layer 4; the IPv4 header says so. */
    public Packet shortLayer4(int bytes) {
        return layer4(protocol, Arrays.copyOf(layer4, bytes));
    }

    public Packet ttl(int newTtl) {
        return with(destination, newTtl, id, fragmentOffset, moreFragments, protocol, layer4);
    }

    /** The first fragment of a datagram: it has the ports, and more follow. */
    public Packet firstFragment(int newId) {
        return with(destination, ttl, newId, 0, true, protocol, layer4);
    }

    /** A later fragment of a datagram: it has no ports. */
    public Packet laterFragment(int newId, int offset) {
        return with(destination, ttl, newId, offset, false, protocol, new byte[16]);
    }

    /** With an 802.1Q tag. */
    public Packet tagged(int newVlan) {
        return framed(destinationMac, newVlan, cut);
    }

    /** Only the first {@code bytes} of the frame; the headers still promise the rest. */
    public Packet cutTo(int bytes) {
        return framed(destinationMac, vlan, bytes);
    }

    /** The frame as it is on the wire. */
    public byte[] bytes() {
        int tag = vlan == 0 ? 0 : 4;
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET + tag + IPV4 + layer4.length);
        frame.put(destinationMac.bytes()).put(sourceMac.bytes());
        if (vlan != 0) {
            frame.putShort((short) 0x8100).putShort((short) vlan);
        }
        frame.putShort((short) 0x0800);
        frame.put(ipv4Header()).put(layer4);
        return Arrays.copyOf(frame.array(), Math.min(cut, frame.capacity()));
    }

    private byte[] ipv4Header() {
        ByteBuffer header = ByteBuffer.allocate(IPV4);
        header.put((byte) 0x45).put((byte) 0).putShort((short) (IPV4 + layer4.length));
        header.putShort((short) id);
        header.putShort((short) ((moreFragments ? 0x2000 : 0) | fragmentOffset / 8));
        header.put((byte) ttl).put((byte) protocol).putShort((short) 0);
        header.putInt(source.bits()).putInt(destination.bits());
        header.putShort(10, (short) Checksum.of(header.array(), 0, IPV4));
        return header.array();
    }
}
