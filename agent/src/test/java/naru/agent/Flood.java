package naru.agent;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import naru.testkit.ThrowAwayNetns;

/** Numbered datagrams to several receivers, steadily, and what arrives of them at each. */
final class Flood implements AutoCloseable {

    static final int PORT = 9000;
    private static final int BUFFER = 4 << 20;
    private static final long PAUSE_NANOS = 300_000;

    private final DatagramSocket socket;
    private final List<InetAddress> receivers;
    private final Thread thread;
    private volatile boolean ended;
    private volatile int sent;

    /** Takes what arrives in a namespace, until it is closed. */
    static final class Receiver implements AutoCloseable {

        private final DatagramSocket socket;
        private final List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());

        Receiver(ThrowAwayNetns netns) throws Exception {
            socket = netns.call(() -> new DatagramSocket(PORT, InetAddress.ofLiteral("0.0.0.0")));
            socket.setReceiveBufferSize(BUFFER);
            Thread.ofVirtual().start(this::receive);
        }

        private void receive() {
            byte[] bytes = new byte[Integer.BYTES];
            try {
                while (true) {
                    socket.receive(new DatagramPacket(bytes, bytes.length));
                    numbers.add(ByteBuffer.wrap(bytes).getInt());
                }
            } catch (SocketException e) {
                // closed
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        int count() {
            return numbers.size();
        }

        List<Integer> numbers() {
            return List.copyOf(numbers);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    Flood(ThrowAwayNetns from, String... addresses) throws Exception {
        socket = from.call(() -> new DatagramSocket(0, InetAddress.ofLiteral("0.0.0.0")));
        receivers = new ArrayList<>();
        for (String address : addresses) {
            receivers.add(InetAddress.ofLiteral(address));
        }
        thread = Thread.ofPlatform().daemon(true).start(this::send);
    }

    private void send() {
        try {
            for (int number = 0; !ended; number++) {
                byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
                for (InetAddress receiver : receivers) {
                    InetSocketAddress there = new InetSocketAddress(receiver, PORT);
                    socket.send(new DatagramPacket(bytes, bytes.length, there));
                }
                sent = number + 1;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many each receiver was sent so far. */
    int sent() {
        return sent;
    }

    /** Ends it; answers how many each receiver was sent. */
    int end() throws InterruptedException {
        ended = true;
        thread.join();
        return sent;
    }

    @Override
    public void close() {
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socket.close();
    }
}
