package naru.linux.netlink;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Predicate;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;
import naru.linux.ffi.Sockets;

/**
 * Requests and answers on one socket. The kernel works on a request within send, so what a receive
 * call does not find at once will never come: nothing here waits. For one thread at a time.
 */
final class NetlinkSocket implements AutoCloseable {

    private static final int BUFFER = 64 << 10;
    private static final int SEQUENCE = 8;
    private static final int FLAGS = 6;

    private final Descriptor socket;
    private int sequence = 1;

    NetlinkSocket() {
        socket =
                Sockets.socket(
                        Sockets.AF_NETLINK,
                        Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC,
                        Rtnl.NETLINK_ROUTE);
        try {
            for (int option :
                    List.of(
                            Rtnl.NETLINK_CAP_ACK,
                            Rtnl.NETLINK_EXT_ACK,
                            Rtnl.NETLINK_GET_STRICT_CHK)) {
                Sockets.setsockopt(socket, Sockets.SOL_NETLINK, option, 1);
            }
        } catch (NativeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Sends requests as one datagram.
     *
     * @param lastFlags added to the last one's: NLM_F_ACK if it gives no other answer
     * @return the sequence number of the first; the others follow by one
     */
    int send(List<NetlinkRequest> requests, int lastFlags) {
        int first = sequence;
        sequence += requests.size();
        int bytes = requests.stream().mapToInt(r -> r.message().length).sum();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(bytes, 4);
            ByteBuffer buffer = data.asByteBuffer().order(ByteOrder.nativeOrder());
            for (int i = 0; i < requests.size(); i++) {
                int start = buffer.position();
                buffer.put(requests.get(i).message());
                buffer.putInt(start + SEQUENCE, first + i);
                if (i == requests.size() - 1) {
                    short flags = buffer.getShort(start + FLAGS);
                    buffer.putShort(start + FLAGS, (short) (flags | lastFlags));
                }
            }
            Sockets.send(socket, data, 0);
        }
        return first;
    }

    /**
     * Receives until {@code last} has taken a message for the last one.
     *
     * @throws IllegalStateException if the kernel has no more to say before that
     */
    void receive(Predicate<NetlinkMessage> last) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER, 4);
            boolean done = false;
            while (!done) {
                for (NetlinkMessage message : NetlinkMessage.split(datagram(buffer))) {
                    done |= last.test(message);
                }
            }
        }
    }

    private ByteBuffer datagram(MemorySegment buffer) {
        try {
            int flags = Sockets.MSG_DONTWAIT | Sockets.MSG_TRUNC;
            long length = Sockets.recv(socket, buffer, flags);
            if (length > buffer.byteSize()) {
                throw new IllegalStateException(
                        "a netlink answer of " + length + " bytes, more than " + BUFFER);
            }
            return buffer.asSlice(0, length).asByteBuffer();
        } catch (NativeException e) {
            if (e.errno() == Errno.EAGAIN) {
                throw new IllegalStateException("the kernel left a netlink request open", e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
