package naru.linux.netlink;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;
import naru.linux.ffi.Sockets;

/**
 * A subscription to what changes in the network namespace of the thread that makes it. A thread of
 * its own, {@code netlink-events}, waits for events and hands them on, in the kernel's order.
 */
public final class NetlinkEvents implements AutoCloseable {

    private static final Logger LOG = System.getLogger(NetlinkEvents.class.getName());

    private static final int SO_RCVBUFFORCE = 33;
    private static final int RECEIVE_BUFFER = 4 << 20;
    private static final int DATAGRAM = 64 << 10;
    private static final int SOCKADDR_NL = 12;

    private final Descriptor socket;
    private final Consumer<NetlinkEvent> consumer;
    private final Thread reader;
    private volatile boolean closed;

    private NetlinkEvents(Set<NetlinkGroup> groups, Consumer<NetlinkEvent> consumer) {
        this.consumer = consumer;
        socket =
                Sockets.socket(
                        Sockets.AF_NETLINK,
                        Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC,
                        Rtnl.NETLINK_ROUTE);
        try (Arena arena = Arena.ofConfined()) {
            Sockets.setsockopt(socket, Sockets.SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER);
            int bits = groups.stream().mapToInt(NetlinkGroup::bit).reduce(0, (a, b) -> a | b);
            Sockets.bind(socket, address(arena, 0, bits));
        } catch (NativeException e) {
            socket.close();
            throw e;
        }
        reader = Thread.ofPlatform().name("netlink-events").daemon(true).unstarted(this::read);
    }

    /**
     * Subscribes: what changes after this returns is reported.
     *
     * @param consumer called on the reader's thread; what it throws is logged
     */
    public static NetlinkEvents subscribe(
            Set<NetlinkGroup> groups, Consumer<NetlinkEvent> consumer) {
        NetlinkEvents events = new NetlinkEvents(groups, consumer);
        events.reader.start();
        return events;
    }

    /** Ends it; when this returns, the consumer is not called any more. Not for the consumer. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        wake();
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException _) {
                interrupted = true; // the descriptor must not be closed under the reader
            }
        }
        socket.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(DATAGRAM, 4);
            while (!closed) {
                receive(buffer);
            }
        }
    }

    private void receive(MemorySegment buffer) {
        try {
            long length = Sockets.recv(socket, buffer, 0);
            for (NetlinkMessage message :
                    NetlinkMessage.split(buffer.asSlice(0, length).asByteBuffer())) {
                read(message).ifPresent(this::report);
            }
        } catch (NativeException e) {
            switch (e.errno()) {
                case Errno.ENOBUFS -> {
                    drain(buffer);
                    report(new NetlinkEvent.Lost());
                }
                case Errno.EINTR -> {}
                default -> throw e;
            }
        }
    }

    /** What can't be read is lost, and says so: whoever listens lists everything again. */
    private static Optional<NetlinkEvent> read(NetlinkMessage message) {
        try {
            return message.as(NetlinkEvent::read);
        } catch (IllegalStateException e) {
            LOG.log(Level.WARNING, "network event left out: {0}", e.getMessage());
            return Optional.of(new NetlinkEvent.Lost());
        }
    }

    /**
     * Throws away what is left: the kernel says only once that events are lost, and goes on losing
     * them silently until the queue was empty.
     */
    private void drain(MemorySegment buffer) {
        while (true) {
            try {
                Sockets.recv(socket, buffer, Sockets.MSG_DONTWAIT);
            } catch (NativeException e) {
                switch (e.errno()) {
                    case Errno.EAGAIN -> {
                        return;
                    }
                    case Errno.ENOBUFS, Errno.EINTR -> {}
                    default -> throw e;
                }
            }
        }
    }

    private void report(NetlinkEvent event) {
        if (closed) {
            return;
        }
        try {
            consumer.accept(event);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "network event " + event + " was not handled", e);
        }
    }

    /** A message to itself, because nothing else ends a receive call that waits. */
    private void wake() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment own = arena.allocate(SOCKADDR_NL, 4);
            Sockets.getsockname(socket, own);
            int port = own.asByteBuffer().order(ByteOrder.nativeOrder()).getInt(4);
            MemorySegment message = arena.allocate(Rtnl.NLMSG_HEADER, 4);
            message.asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .putInt(Rtnl.NLMSG_HEADER)
                    .putShort(Rtnl.NLMSG_NOOP);
            Sockets.sendto(socket, message, Sockets.MSG_DONTWAIT, address(arena, port, 0));
        } catch (NativeException e) {
            if (e.errno() != Errno.EAGAIN) { // a full queue wakes the reader as well
                throw e;
            }
        }
    }

    /** struct sockaddr_nl. */
    private static MemorySegment address(Arena arena, int port, int groups) {
        MemorySegment address = arena.allocate(SOCKADDR_NL, 4);
        ByteBuffer bytes = address.asByteBuffer().order(ByteOrder.nativeOrder());
        bytes.putShort((short) Sockets.AF_NETLINK).putShort((short) 0).putInt(port).putInt(groups);
        return address;
    }
}
