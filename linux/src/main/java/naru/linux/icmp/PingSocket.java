package naru.linux.icmp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;
import naru.linux.ffi.Sockets;

/**
 * Sends ICMP echo requests and takes the replies, of the network namespace of the thread that opens
 * it.
 */
public final class PingSocket implements AutoCloseable {

    private static final int IPPROTO_ICMP = 1;
    private static final byte ECHO_REQUEST = 8;
    private static final byte ECHO_REPLY = 0;
    private static final int HEADER = 8;
    private static final int SOCKADDR_IN = 16;
    private static final int LONGEST = 2048;

    private final Descriptor socket;

    /**
     * An answer.
     *
     * @param identifier 0 to 65535, as in the request
     */
    public record Reply(InetAddress from, int identifier) {}

    private PingSocket(Descriptor socket) {
        this.socket = socket;
    }

    /** Needs CAP_NET_RAW. */
    public static PingSocket open() {
        int type = Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC;
        return new PingSocket(Sockets.socket(Sockets.AF_INET, type, IPPROTO_ICMP));
    }

    /**
     * Sends one request.
     *
     * @param identifier 0 to 65535, which the reply carries
     * @throws NativeException if the kernel can't send it: no route, say, or a rule forbids it
     */
    public void send(Inet4Address to, int identifier) {
        byte[] message = new byte[HEADER];
        message[0] = ECHO_REQUEST;
        ByteBuffer.wrap(message).putShort(4, (short) identifier).putShort(6, (short) 1);
        ByteBuffer.wrap(message).putShort(2, checksum(message));
        byte[] address = new byte[SOCKADDR_IN];
        ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).putShort((short) Sockets.AF_INET);
        System.arraycopy(to.getAddress(), 0, address, 4, 4);
        try (Arena arena = Arena.ofConfined()) {
            Sockets.sendto(
                    socket,
                    arena.allocateFrom(JAVA_BYTE, message),
                    Sockets.MSG_DONTWAIT,
                    arena.allocateFrom(JAVA_BYTE, address));
        }
    }

    private static short checksum(byte[] message) {
        int sum = 0;
        for (int i = 0; i < message.length; i += 2) {
            sum += (message[i] & 0xff) << 8 | message[i + 1] & 0xff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~sum;
    }

    /** The next reply that is there, to whomever; empty: none now. Does not wait. */
    public Optional<Reply> receive() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LONGEST);
            while (true) {
                long length = Sockets.recv(socket, buffer, Sockets.MSG_DONTWAIT);
                Optional<Reply> reply = read(buffer.asSlice(0, Math.min(length, LONGEST)));
                if (reply.isPresent()) {
                    return reply;
                }
            }
        } catch (NativeException e) {
            if (e.errno() == Errno.EAGAIN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A raw socket gets IPv4 headers too, and all that is ICMP. */
    private static Optional<Reply> read(MemorySegment packet) {
        ByteBuffer bytes = packet.asByteBuffer();
        int header = bytes.limit() == 0 ? 0 : (bytes.get(0) & 0x0f) * 4;
        if (header < 20 || bytes.limit() < header + HEADER || bytes.get(header) != ECHO_REPLY) {
            return Optional.empty();
        }
        byte[] source = new byte[4];
        bytes.get(12, source);
        try {
            InetAddress from = InetAddress.getByAddress(source);
            return Optional.of(new Reply(from, bytes.getShort(header + 4) & 0xffff));
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
