package naru.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;

/**
 * Answers requests on a Unix socket that is root's alone. Each connection has a virtual thread of
 * its own and may ask one question after the other.
 */
public final class UnixServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("naru.wire");

    /** After the kernel gave nobody: callers wait in its queue meanwhile. */
    private static final long PAUSE_NANOS = 100_000_000;

    private final Path path;
    private final ServerSocketChannel listener;
    private final Map<String, Operation> operations;
    private final Set<UserPrincipal> askers;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

    private UnixServer(
            Path path,
            ServerSocketChannel listener,
            Map<String, Operation> operations,
            Set<UserPrincipal> askers) {
        this.path = path;
        this.listener = listener;
        this.operations = operations;
        this.askers = askers;
    }

    /**
     * Begins to listen. A socket that a killed server left behind is replaced; whether another
     * server still lives is for the caller to know.
     *
     * @param operations by the name in {@link Request#op}
     */
    public static UnixServer listen(Path path, Map<String, Operation> operations)
            throws IOException {
        // Bound beside its place and moved there once it is private: nobody else can ever connect,
        // and those who
        // find the path find a server.
        Path fresh = path.resolveSibling("." + ProcessHandle.current().pid());
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.deleteIfExists(fresh);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Set<UserPrincipal> askers = new HashSet<>();
        try {
            listener.bind(UnixDomainSocketAddress.of(fresh), 128);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            askers.add(Files.getOwner(fresh));
            askers.add(Files.getOwner(Path.of("/")));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            listener.close();
            Files.deleteIfExists(fresh);
            throw new IOException("cannot listen on " + path + ": " + e.getMessage(), e);
        }
        UnixServer server =
                new UnixServer(path, listener, Map.copyOf(operations), Set.copyOf(askers));
        Thread.ofVirtual().name("accept " + path).start(server::acceptAll);
        return server;
    }

    private void acceptAll() {
        boolean failing = false;
        while (listener.isOpen()) {
            try {
                SocketChannel connection = listener.accept();
                failing = false;
                Thread.ofVirtual().name("connection").start(() -> serve(connection));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) { // out of descriptors, say
                if (!failing) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "cannot accept on {0}: {1}; trying on",
                            path,
                            e.getMessage());
                }
                failing = true;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void serve(SocketChannel connection) {
        connections.add(connection);
        try (connection) {
            new Session(connection, operations).answerAll(mayAsk(connection));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "connection ended: {0}", e.getMessage());
        } finally {
            connections.remove(connection);
        }
    }

    /**
     * Root may ask, and whoever runs the server: that is root too, but in a unit test. By their
     * numbers: to find out a name takes a descriptor.
     */
    private boolean mayAsk(SocketChannel connection) throws IOException {
        return askers.contains(connection.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
    }

    /** Hangs up on everybody and takes the socket away. */
    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(path);
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}
