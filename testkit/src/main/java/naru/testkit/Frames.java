package naru.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;

/** Frames that are not IPv4, and what is read from one that is. */
public final class Frames {

    private static final int SMALLEST = 60;
    private static final int TTL = 22;

    private Frames() {}

    /** "Who has {@code target}? Tell {@code sender}." */
    public static byte[] arpRequest(MacAddress mac, Ipv4Address sender, Ipv4Address target) {
        ByteBuffer frame = ByteBuffer.allocate(SMALLEST);
        frame.put(new MacAddress(0xffff_ffff_ffffL).bytes()).put(mac.bytes());
        frame.putShort((short) 0x0806);
        frame.putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4);
        frame.putShort((short) 1).put(mac.bytes()).putInt(sender.bits());
        frame.put(new byte[6]).putInt(target.bits());
        return frame.array();
    }

    /** An empty frame of some layer 3. */
    public static byte[] ofEtherType(int etherType) {
        return ByteBuffer.allocate(SMALLEST).putShort(12, (short) etherType).array();
    }

    public static MacAddress destinationMac(byte[] frame) {
        return MacAddress.of(Arrays.copyOfRange(frame, 0, 6));
    }

    public static MacAddress sourceMac(byte[] frame) {
        return MacAddress.of(Arrays.copyOfRange(frame, 6, 12));
    }

    public static int ttl(byte[] frame) {
        return frame[TTL] & 0xff;
    }

    /** True if the checksum of the IPv4 header fits. */
    public static boolean ipv4ChecksumFits(byte[] frame) {
        return Checksum.of(frame, 14, 20) == 0;
    }
}
