package naru.linux.ffi;

import static naru.linux.ffi.Native.INT;
import static naru.linux.ffi.Native.LONG;
import static naru.linux.ffi.Native.POINTER;
import static naru.linux.ffi.Native.function;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * Sockets that the JDK has not, such as netlink and packet sockets. Each method is the C library's
 * call of its name; a socket belongs to the network namespace of the thread that made it.
 */
public final class Sockets {

    public static final int AF_INET = 2;
    public static final int AF_NETLINK = 16;
    public static final int AF_PACKET = 17;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_NONBLOCK = 0x800;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int SOL_SOCKET = 1;
    public static final int SOL_NETLINK = 270;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int MSG_PEEK = 2;
    public static final int MSG_TRUNC = 0x20;
    public static final int MSG_DONTWAIT = 0x40;

    private static final SymbolLookup C = Native.standardLibrary();
    private static final MethodHandle SOCKET = bind("socket", INT, INT, INT, INT);
    private static final MethodHandle BIND = bind("bind", INT, INT, POINTER, INT);
    private static final MethodHandle CONNECT = bind("connect", INT, INT, POINTER, INT);
    private static final MethodHandle GETSOCKNAME = bind("getsockname", INT, INT, POINTER, POINTER);
    private static final MethodHandle SEND = bind("send", LONG, INT, POINTER, LONG, INT);
    private static final MethodHandle SENDTO =
            bind("sendto", LONG, INT, POINTER, LONG, INT, POINTER, INT);
    private static final MethodHandle RECV = bind("recv", LONG, INT, POINTER, LONG, INT);
    private static final MethodHandle SETSOCKOPT =
            bind("setsockopt", INT, INT, INT, INT, POINTER, INT);

    private Sockets() {}

    private static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
        return Native.bindWithErrno(C, name, function(result, arguments));
    }

    public static Descriptor socket(int domain, int type, int protocol) {
        return new Descriptor(
                Native.call(
                        () -> "socket(" + domain + ", " + type + ", " + protocol + ")",
                        (state, _) -> (int) SOCKET.invokeExact(state, domain, type, protocol)));
    }

    /**
     * @param address a whole struct sockaddr_*
     */
    public static void bind(Descriptor socket, MemorySegment address) {
        Native.call(
                () -> "bind",
                (state, _) ->
                        (int)
                                BIND.invokeExact(
                                        state, socket.number(), address, (int) address.byteSize()));
    }

    public static void connect(Descriptor socket, MemorySegment address) {
        Native.call(
                () -> "connect",
                (state, _) ->
                        (int)
                                CONNECT.invokeExact(
                                        state, socket.number(), address, (int) address.byteSize()));
    }

    /** Writes the socket's own address into {@code address} and returns its length in bytes. */
    public static int getsockname(Descriptor socket, MemorySegment address) {
        return Native.call(
                () -> "getsockname",
                (state, arena) -> {
                    MemorySegment length = arena.allocateFrom(INT, (int) address.byteSize());
                    int result =
                            (int) GETSOCKNAME.invokeExact(state, socket.number(), address, length);
                    return result < 0 ? result : length.get(INT, 0);
                });
    }

    /** Returns how many bytes were taken. */
    public static long send(Descriptor socket, MemorySegment data, int flags) {
        return Native.callLong(
                () -> "send(" + data.byteSize() + " bytes)",
                (state, _) ->
                        (long)
                                SEND.invokeExact(
                                        state, socket.number(), data, data.byteSize(), flags));
    }

    /** As {@link #send}, to {@code address}, a whole struct sockaddr_*. */
    public static long sendto(
            Descriptor socket, MemorySegment data, int flags, MemorySegment address) {
        return Native.callLong(
                () -> "sendto(" + data.byteSize() + " bytes)",
                (state, _) ->
                        (long)
                                SENDTO.invokeExact(
                                        state,
                                        socket.number(),
                                        data,
                                        data.byteSize(),
                                        flags,
                                        address,
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
                        (long)
                                RECV.invokeExact(
                                        state, socket.number(), buffer, buffer.byteSize(), flags));
    }

    /** setsockopt(2) of an option whose value is an int. */
    public static void setsockopt(Descriptor socket, int level, int option, int value) {
        Native.call(
                () -> "setsockopt(" + level + ", " + option + ")",
                (state, arena) ->
                        (int)
                                SETSOCKOPT.invokeExact(
                                        state,
                                        socket.number(),
                                        level,
                                        option,
                                        arena.allocateFrom(INT, value),
                                        4));
    }
}
