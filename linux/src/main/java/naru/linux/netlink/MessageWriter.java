package naru.linux.netlink;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes one netlink message: header, the fixed part of its type, attributes. Numbers are in the
 * machine's byte order, addresses in that of the wire; everything starts at a multiple of four.
 */
final class MessageWriter {

    private static final int LARGEST = 2048;

    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST).order(ByteOrder.nativeOrder());

    MessageWriter(short type, int flags) {
        buffer.putInt(0).putShort(type).putShort((short) (flags | Rtnl.NLM_F_REQUEST));
        buffer.putInt(0).putInt(0); // sequence and port are filled in when it is sent
    }

    /** struct ifinfomsg. Only the flags in {@code changed} are touched. */
    MessageWriter link(int index, int flags, int changed) {
        buffer.put((byte) Rtnl.AF_UNSPEC).put((byte) 0).putShort((short) 0);
        buffer.putInt(index).putInt(flags).putInt(changed);
        return this;
    }

    /** struct ifaddrmsg. */
    MessageWriter address(int family, int prefixLength, int scope, int link) {
        buffer.put((byte) family).put((byte) prefixLength).put((byte) 0).put((byte) scope);
        buffer.putInt(link);
        return this;
    }

    /** struct rtmsg, with the table in an attribute of its own, because a byte holds few. */
    MessageWriter route(int family, int length, int protocol, int scope, int type, int flags) {
        buffer.put((byte) family).put((byte) length).put((byte) 0).put((byte) 0);
        buffer.put((byte) 0).put((byte) protocol).put((byte) scope).put((byte) type).putInt(flags);
        return this;
    }

    /** struct tcmsg. */
    MessageWriter filter(int link, int parent) {
        buffer.putInt(Rtnl.AF_UNSPEC).putInt(link).putInt(0).putInt(parent).putInt(0);
        return this;
    }

    /** struct ndmsg. */
    MessageWriter neighbour(int family, int link, int state) {
        buffer.put((byte) family).put((byte) 0).putShort((short) 0);
        buffer.putInt(link).putShort((short) state).put((byte) 0).put((byte) 0);
        return this;
    }

    MessageWriter bytes(int type, byte[] value) {
        buffer.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        return pad();
    }

    MessageWriter number(int type, int value) {
        buffer.putShort((short) 8).putShort((short) type).putInt(value);
        return this;
    }

    /** A string as the kernel wants names: with a zero behind it. */
    MessageWriter string(int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        buffer.putShort((short) (5 + text.length)).putShort((short) type).put(text).put((byte) 0);
        return pad();
    }

    MessageWriter inet(int type, InetAddress value) {
        return bytes(type, value.getAddress());
    }

    /** An attribute that holds what {@code content} writes. */
    MessageWriter nest(int type, Runnable content) {
        int start = buffer.position();
        buffer.putShort((short) 0).putShort((short) (type | Rtnl.NLA_F_NESTED));
        content.run();
        buffer.putShort(start, (short) (buffer.position() - start));
        return this;
    }

    /** The whole message. */
    byte[] toBytes() {
        byte[] message = new byte[buffer.position()];
        buffer.putInt(0, message.length).get(0, message);
        return message;
    }

    private MessageWriter pad() {
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
        return this;
    }
}
