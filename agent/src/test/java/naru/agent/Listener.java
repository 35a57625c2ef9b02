package naru.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Callable;
import naru.linux.netns.Netns;
import naru.testkit.ThrowAwayNetns;

/** A TCP server in a namespace that sends each byte back. */
final class Listener implements AutoCloseable {

    private static final int PROBE_MILLIS = 1500;
    private static final int PATIENCE_MILLIS = 20_000;

    private final ServerSocket server;

    Listener(ThrowAwayNetns netns, int port) throws Exception {
        server = netns.call(() -> new ServerSocket(port, 9, InetAddress.ofLiteral("0.0.0.0")));
        Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // the client went
        }
    }

    /** True if a connection is made. */
    static boolean reaches(ThrowAwayNetns from, String address, int port) throws Exception {
        try (Socket socket = new Socket()) {
            return from.call(() -> connect(socket, address, port, PROBE_MILLIS));
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** A connection that stays open. */
    static Socket connection(ThrowAwayNetns from, String address, int port) throws Exception {
        Socket socket = new Socket();
        Callable<Boolean> connect = () -> connect(socket, address, port, PATIENCE_MILLIS);
        Netns.call(from.path(), connect);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static boolean connect(Socket socket, String address, int port, int millis)
            throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), millis);
        return true;
    }

    /** A byte goes there and comes back. */
    static void talk(Socket socket) throws IOException {
        socket.getOutputStream().write('?');
        if (socket.getInputStream().read() != '?') {
            throw new IOException("the other end hung up");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
