package naru.testkit;

/** The Internet checksum (RFC 1071). */
final class Checksum {

    private Checksum() {}

    /** Of bytes whose checksum field is zero; of a whole valid header it is 0. */
    static int of(byte[] bytes, int from, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            int value = bytes[from + i] & 0xff;
            sum += i % 2 == 0 ? value << 8 : value;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }
}
