package naru.model;

/**
 * An IPv4 prefix; host bits are zero.
 *
 * @param bits the network address in host order
 * @param length 0 to 32
 */
public record Ipv4Prefix(int bits, int length) implements Comparable<Ipv4Prefix> {

    /** Every IPv4 address. */
    public static final Ipv4Prefix ALL = new Ipv4Prefix(0, 0);

    public Ipv4Prefix {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("prefix length " + length + " is not in 0..32");
        }
        bits &= mask(length);
    }

    /** Parses {@code 10.0.0.0/8}; host bits are cleared, as the API server accepts them. */
    public static Ipv4Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    Ipv4Address.quoted(text) + " is not a CIDR such as 10.0.0.0/8");
        }
        String digits = text.substring(slash + 1);
        if (!digits.matches("0|[1-9]|[12][0-9]|3[0-2]")) {
            throw new IllegalArgumentException(
                    Ipv4Address.quoted(text) + " has no prefix length in 0..32");
        }
        return new Ipv4Prefix(
                Ipv4Address.parse(text.substring(0, slash)).bits(), Integer.parseInt(digits));
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << 32 - length;
    }

    public boolean contains(Ipv4Address address) {
        return (address.bits() & mask(length)) == bits;
    }

    /** True if each address of {@code other} is also one of this. */
    public boolean contains(Ipv4Prefix other) {
        return other.length >= length && (other.bits & mask(length)) == bits;
    }

    /** The lowest address. */
    public Ipv4Address first() {
        return new Ipv4Address(bits);
    }

    /** The highest address. */
    public Ipv4Address last() {
        return new Ipv4Address(bits | ~mask(length));
    }

    /** As that of {@link Ipv4Address}. */
    @Override
    public int hashCode() {
        return (bits + length) * 0x9e3779b9;
    }

    @Override
    public int compareTo(Ipv4Prefix other) {
        int order = Integer.compareUnsigned(bits, other.bits);
        return order != 0 ? order : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return first() + "/" + length;
    }
}
