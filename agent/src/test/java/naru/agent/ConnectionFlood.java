package naru.agent;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import naru.testkit.ThrowAwayNetns;

/**
 * Begins one connection after the other with a pod, faster than they expire, until it is closed.
 */
final class ConnectionFlood implements AutoCloseable {

    private static final int SENDERS = 4;
    private static final int SOCKETS = 2;
    private static final int PORTS = 60_000;

    private final List<DatagramSocket> sockets = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;

    ConnectionFlood(ThrowAwayNetns from, String address) throws Exception {
        InetAddress to = InetAddress.ofLiteral(address);
        for (int i = 0; i < SENDERS; i++) {
            List<DatagramSocket> own = new ArrayList<>();
            for (int k = 0; k < SOCKETS; k++) {
                own.add(from.call(() -> new DatagramSocket()));
            }
            sockets.addAll(own);
            threads.add(Thread.ofPlatform().daemon(true).start(() -> send(own, to)));
        }
    }

    /** This many that nobody has begun before, and no more. */
    static void begin(DatagramSocket socket, InetAddress to, int firstPort, int count)
            throws IOException {
        for (int i = 0; i < count; i++) {
            socket.send(new DatagramPacket(new byte[1], 1, to, firstPort + i));
        }
    }

    private void send(List<DatagramSocket> own, InetAddress to) {
        byte[] bytes = new byte[1];
        try {
            while (!ended) {
                for (DatagramSocket socket : own) {
                    for (int port = 1; port <= PORTS && !ended; port++) {
                        socket.send(new DatagramPacket(bytes, 1, to, port));
                    }
                }
            }
        } catch (IOException e) {
            if (!ended) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Nothing is sent any more when this returns. */
    @Override
    public void close() {
        ended = true;
        sockets.forEach(DatagramSocket::close);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
