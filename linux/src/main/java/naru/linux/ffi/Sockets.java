package naru.linux.ffi;

import static naru.linux.ffi.Native.INT;
import static naru.linux.ffi.Native.pointer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/**
 * Sockets that the JDK has not, such as netlink and packet sockets. Each method is the C library's
 * call of its name; a socket belongs to the network namespace of the thread that made it.
 */
public final class Sockets {

    public static final int AF_INET = 2;
    public static final int AF_NETLINK = 16;
    public static final int AF_PACKET = 17;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int SOL_SOCKET = 1;
    public static final int SOL_NETLINK = 270;
    public static final int MSG_TRUNC = 0x20;
    public static final int MSG_DONTWAIT = 0x40;

    private static final SymbolLookup C = Native.standardLibrary();
    private static final NativeFunction SOCKET = bind("socket");
    private static final NativeFunction BIND = bind("bind");
    private static final NativeFunction CONNECT = bind("connect");
    private static final NativeFunction GETSOCKNAME = bind("getsockname");
    private static final NativeFunction SEND = bind("send");
    private static final NativeFunction SENDTO = bind("sendto");
    private static final NativeFunction RECV = bind("recv");
    private static final NativeFunction SETSOCKOPT = bind("setsockopt");
    private static final NativeFunction GETSOCKOPT = bind("getsockopt");

    private Sockets() {}

    private static NativeFunction bind(String name) {
        return new NativeFunction(C, name);
    }

    public static Descriptor socket(int domain, int type, int protocol) {
        return new Descriptor(
                Native.call(
                        () -> "socket(" + domain + ", " + type + ", " + protocol + ")",
                        (state, _) -> SOCKET.call(state, domain, type, protocol)));
    }

    /**
     * @param address a whole struct sockaddr_*
     */
    public static void bind(Descriptor socket, MemorySegment address) {
        Native.call(
                () -> "bind",
                (state, _) ->
                        BIND.call(
                                state,
                                socket.number(),
                                pointer(address),
                                (int) address.byteSize()));
    }

    public static void connect(Descriptor socket, MemorySegment address) {
        Native.call(
                () -> "connect",
                (state, _) ->
                        CONNECT.call(
                                state,
                                socket.number(),
                                pointer(address),
                                (int) address.byteSize()));
    }

    /** Writes the socket's own address into {@code address} and returns its length in bytes. */
    public static int getsockname(Descriptor socket, MemorySegment address) {
        return Native.call(
                () -> "getsockname",
                (state, arena) -> {
                    MemorySegment length = arena.allocateFrom(INT, (int) address.byteSize());
                    int result =
                            GETSOCKNAME.call(
                                    state, socket.number(), pointer(address), pointer(length));
                    return result < 0 ? result : length.get(INT, 0);
                });
    }

    /** Returns how many bytes were taken. */
    public static long send(Descriptor socket, MemorySegment data, int flags) {
        return Native.callLong(
                () -> "send(" + data.byteSize() + " bytes)",
                (state, _) ->
                        SEND.callLong(
                                state, socket.number(), pointer(data), data.byteSize(), flags));
    }

    /** As {@link #send}, to {@code address}, a whole struct sockaddr_*. */
    public static long sendto(
            Descriptor socket, MemorySegment data, int flags, MemorySegment address) {
        return Native.callLong(
                () -> "sendto(" + data.byteSize() + " bytes)",
                (state, _) ->
                        SENDTO.callLong(
                                state,
                                socket.number(),
                                pointer(data),
                                data.byteSize(),
                                flags,
                                pointer(address),
                                (int) address.byteSize()));
    }

    /**
     * Returns the bytes received, or with {@link #MSG_TRUNC} the length of the whole message.
     * EAGAIN and ENOBUFS (netlink lost messages) are exceptions as all others.
     */
    public static long recv(Descriptor socket, MemorySegment buffer, int flags) {
        return Native.callLong(
                () -> "recv",
                (state, _) ->
                        RECV.callLong(
                                state, socket.number(), pointer(buffer), buffer.byteSize(), flags));
    }

    /** setsockopt(2) of an option whose value is an int. */
    public static void setsockopt(Descriptor socket, int level, int option, int value) {
        Native.call(
                () -> "setsockopt(" + level + ", " + option + ")",
                (state, arena) ->
                        SETSOCKOPT.call(
                                state,
                                socket.number(),
                                level,
                                option,
                                pointer(arena.allocateFrom(INT, value)),
                                4));
    }

    /** getsockopt(2) into {@code value}, which some options read first. */
    public static void getsockopt(Descriptor socket, int level, int option, MemorySegment value) {
        Native.call(
                () -> "getsockopt(" + level + ", " + option + ")",
                (state, arena) ->
                        GETSOCKOPT.call(
                                state,
                                socket.number(),
                                level,
                                option,
                                pointer(value),
                                pointer(arena.allocateFrom(INT, (int) value.byteSize()))));
    }
}
