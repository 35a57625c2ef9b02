package naru.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One message of the kernel.
 *
 * @param type an RTM_ or NLMSG_ number
 * @param flags NLM_F_ bits
 * @param sequence of the request that it answers; 0 for an event
 * @param payload what follows the header, in the machine's byte order
 */
record NetlinkMessage(int type, int flags, int sequence, ByteBuffer payload) {

    /** Splits what one receive call returned; an incomplete end is ignored. */
    static List<NetlinkMessage> split(ByteBuffer datagram) {
        ByteBuffer rest = datagram.duplicate().order(ByteOrder.nativeOrder());
        List<NetlinkMessage> messages = new ArrayList<>();
        while (rest.remaining() >= Rtnl.NLMSG_HEADER) {
            int start = rest.position();
            int length = rest.getInt(start);
            if (length < Rtnl.NLMSG_HEADER || length > rest.remaining()) {
                break;
            }
            ByteBuffer payload =
                    rest.slice(start + Rtnl.NLMSG_HEADER, length - Rtnl.NLMSG_HEADER)
                            .order(ByteOrder.nativeOrder());
            messages.add(
                    new NetlinkMessage(
                            Short.toUnsignedInt(rest.getShort(start + 4)),
                            Short.toUnsignedInt(rest.getShort(start + 6)),
                            rest.getInt(start + 8),
                            payload));
            rest.position(Math.min(rest.limit(), start + ((length + 3) & ~3)));
        }
        return messages;
    }

    /** The attributes behind a fixed part of so many bytes. */
    AttributeReader attributes(int fixedBytes) {
        int start = Math.min(fixedBytes, payload.limit());
        return new AttributeReader(
                payload.slice(start, payload.limit() - start).order(ByteOrder.nativeOrder()));
    }

    /**
     * What a reader makes of it.
     *
     * @throws IllegalStateException if it is cut short, or contradicts itself
     */
    <T> T as(Function<NetlinkMessage, T> reader) {
        try {
            return reader.apply(this);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the kernel's netlink message of type "
                            + type
                            + " with "
                            + payload.limit()
                            + " bytes is not of the shape that this version knows",
                    e);
        }
    }

    /** The error number of an NLMSG_ERROR, positive; 0 is an acknowledgement. */
    int errno() {
        return -payload.getInt(0);
    }

    /** The kernel's own words about an error; empty if it gave none. */
    String kernelText() {
        if ((flags & Rtnl.NLM_F_ACK_TLVS) == 0) {
            return "";
        }
        boolean capped = (flags & Rtnl.NLM_F_CAPPED) != 0;
        int echoed = capped ? Rtnl.NLMSG_HEADER : (payload.getInt(4) + 3) & ~3;
        if (echoed < 0 || echoed > payload.limit()) {
            return "";
        }
        return attributes(4 + echoed).string(Rtnl.NLMSGERR_ATTR_MSG).orElse("");
    }
}
