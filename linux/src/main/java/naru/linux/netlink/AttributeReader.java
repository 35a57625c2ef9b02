package naru.linux.netlink;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The attributes of a message, or those nested in another. Of equal types the last counts. */
final class AttributeReader {

    private static final int HEADER = 4;

    private final Map<Integer, ByteBuffer> values = new HashMap<>();

    /**
     * Reads what lies between the buffer's position and its limit; an incomplete end is ignored.
     */
    AttributeReader(ByteBuffer attributes) {
        ByteBuffer rest = attributes.duplicate().order(attributes.order());
        while (rest.remaining() >= HEADER) {
            int start = rest.position();
            int length = Short.toUnsignedInt(rest.getShort(start));
            if (length < HEADER || length > rest.remaining()) {
                return;
            }
            int type = rest.getShort(start + 2) & Rtnl.NLA_TYPE_MASK;
            values.put(type, rest.slice(start + HEADER, length - HEADER).order(attributes.order()));
            rest.position(Math.min(rest.limit(), start + ((length + 3) & ~3)));
        }
    }

    Optional<ByteBuffer> buffer(int type) {
        return Optional.ofNullable(values.get(type)).map(b -> b.duplicate().order(b.order()));
    }

    Optional<byte[]> bytes(int type) {
        return buffer(type)
                .map(
                        value -> {
                            byte[] bytes = new byte[value.remaining()];
                            value.get(bytes);
                            return bytes;
                        });
    }

    /** A 32-bit number in the machine's byte order. */
    OptionalInt number(int type) {
        ByteBuffer value = values.get(type);
        return value == null || value.limit() < 4
                ? OptionalInt.empty()
                : OptionalInt.of(value.getInt(0));
    }

    /** An 8-bit number. */
    OptionalInt octet(int type) {
        ByteBuffer value = values.get(type);
        return value == null || value.limit() < 1
                ? OptionalInt.empty()
                : OptionalInt.of(value.get(0) & 0xff);
    }

    Optional<String> string(int type) {
        return bytes(type)
                .map(
                        bytes -> {
                            String text = new String(bytes, StandardCharsets.UTF_8);
                            int end = text.indexOf('\0');
                            return end < 0 ? text : text.substring(0, end);
                        });
    }

    Optional<InetAddress> inet(int type) {
        return bytes(type).filter(b -> b.length == 4 || b.length == 16).map(IpPrefix::ofBytes);
    }

    Optional<MacAddress> mac(int type) {
        return bytes(type).filter(b -> b.length == MacAddress.BYTES).map(MacAddress::of);
    }

    Optional<AttributeReader> nested(int type) {
        return buffer(type).map(AttributeReader::new);
    }
}
