package naru.model;

/**
 * An IPv4 address.
 *
 * @param bits the address in host order: {@code 10.0.0.1} is {@code 0x0a000001}
 */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {

    private static final int SHOWN = 60;

    /** Parses dotted decimal as RFC 6943 section 3.1.1 "strict": four parts, no leading zeros. */
    public static Ipv4Address parse(String text) {
        int bits = 0;
        int part = -1;
        int parts = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.') {
                if (part < 0 || ++parts > 4) {
                    throw malformed(text);
                }
                bits = bits << 8 | part;
                part = -1;
            } else if (c >= '0' && c <= '9' && part != 0) {
                part = Math.max(part, 0) * 10 + c - '0';
                if (part > 255) {
                    throw malformed(text);
                }
            } else {
                throw malformed(text);
            }
        }
        if (parts != 4) {
            throw malformed(text);
        }
        return new Ipv4Address(bits);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(quoted(text) + " is not an IPv4 address");
    }

    /** A text for people: on one line, and nothing that a terminal obeys. */
    static String quoted(String text) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return '"' + shown.replaceAll("[^ -~]", "?") + '"';
    }

    /** The prefix that holds this address only. */
    public Ipv4Prefix toPrefix() {
        return new Ipv4Prefix(bits, 32);
    }

    /** Neighbours must not share the low bits, by which tables of pods find them. */
    @Override
    public int hashCode() {
        return bits * 0x9e3779b9;
    }

    @Override
    public int compareTo(Ipv4Address other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return (bits >>> 24)
                + "."
                + (bits >>> 16 & 255)
                + "."
                + (bits >>> 8 & 255)
                + "."
                + (bits & 255);
    }
}
