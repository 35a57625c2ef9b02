package naru.linux.netlink;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * An Ethernet address.
 *
 * @param bits the 48 bits, first byte highest: {@code 02:00:00:00:00:01} is {@code 0x020000000001L}
 */
public record MacAddress(long bits) {

    /** Length in bytes. */
    public static final int BYTES = 6;

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
    private static final long MULTICAST = 0x0100_0000_0000L;
    private static final long LOCALLY_ADMINISTERED = 0x0200_0000_0000L;

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(bits));
        }
    }

    /** Parses {@code 02:00:00:00:00:01}. */
    public static MacAddress parse(String text) {
        if (!text.matches("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not an address such as 02:00:00:00:00:01");
        }
        return of(COLONS.parseHex(text));
    }

    /**
     * The address that these bytes are.
     *
     * @param bytes 6, in the order of the wire
     */
    public static MacAddress of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes, not " + BYTES);
        }
        long bits = 0;
        for (byte b : bytes) {
            bits = (bits << 8) | (b & 0xff);
        }
        return new MacAddress(bits);
    }

    /** A random unicast address of the range that belongs to no maker. */
    public static MacAddress random(RandomGenerator random) {
        long bits = random.nextLong() >>> 16;
        return new MacAddress((bits & ~MULTICAST) | LOCALLY_ADMINISTERED);
    }

    /** In the order of the wire. */
    public byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (bits >>> (8 * (BYTES - 1 - i)));
        }
        return bytes;
    }

    @Override
    public String toString() {
        return COLONS.formatHex(bytes());
    }
}
