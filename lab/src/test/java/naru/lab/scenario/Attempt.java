package naru.lab.scenario;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A probe under way. Any answer counts, a refusal too: the packet got there. */
final class Attempt implements AutoCloseable {

    private static final int AGAIN_MILLIS = 500;
    private static final int LARGEST = 65_535;
    private static final byte[] QUESTION = {'?'};

    final Probe probe;

    /** True once an answer came; false if none can come any more. */
    final CompletableFuture<Boolean> answered = new CompletableFuture<>();

    private final @Nullable Channel socket;

    /**
     * Sends; returns before the answer.
     *
     * @param patienceMillis after which an echo's answer is not waited for any more; the others
     *     wait until they are closed
     */
    Attempt(Probe probe, int patienceMillis) throws Exception {
        this.probe = probe;
        this.socket =
                switch (probe.transport()) {
                    case TCP -> connection();
                    case UDP -> datagrams();
                    case ICMP -> null;
                };
        if (socket == null) {
            Thread.ofVirtual().start(() -> settle(() -> echoes(patienceMillis)));
        }
    }

    private Channel connection() throws Exception {
        SocketChannel channel =
                probe.from().call(() -> SocketChannel.open(StandardProtocolFamily.INET));
        Thread.ofVirtual().start(() -> settle(() -> connects(channel)));
        return channel;
    }

    private Channel datagrams() throws Exception {
        DatagramChannel channel =
                probe.from().call(() -> DatagramChannel.open(StandardProtocolFamily.INET));
        Thread.ofVirtual().start(() -> settle(() -> asks(channel)));
        return channel;
    }

    @FunctionalInterface
    private interface Question {
        boolean isAnswered() throws Exception;
    }

    private void settle(Question question) {
        try {
            answered.complete(question.isAnswered());
        } catch (ConnectException | PortUnreachableException e) {
            answered.complete(true);
        } catch (IOException e) {
            answered.complete(false);
        } catch (Exception e) {
            answered.completeExceptionally(e);
        }
    }

    private boolean connects(SocketChannel channel) throws IOException {
        channel.connect(new InetSocketAddress(probe.to().address(), probe.port()));
        channel.write(ByteBuffer.wrap(QUESTION));
        return channel.read(ByteBuffer.allocate(1)) == 1;
    }

    private boolean asks(DatagramChannel channel) throws IOException {
        channel.connect(new InetSocketAddress(probe.to().address(), probe.port()));
        channel.socket().setSoTimeout(AGAIN_MILLIS);
        while (true) {
            channel.write(ByteBuffer.allocate(probe.bytes()));
            try {
                DatagramPacket answer = new DatagramPacket(new byte[LARGEST], LARGEST);
                channel.socket().receive(answer);
                return answer.getLength() == probe.bytes();
            } catch (SocketTimeoutException e) {
                // once more: a datagram may be lost
            }
        }
    }

    private boolean echoes(int patienceMillis) throws Exception {
        return probe.from().call(() -> probe.to().address().isReachable(patienceMillis));
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }
}
