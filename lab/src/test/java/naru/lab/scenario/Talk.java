package naru.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A TCP connection that goes on, with both its ends in hand. */
final class Talk implements AutoCloseable {

    private static final int ALLOW_MILLIS = 20_000;

    /** TCP sends again after 200 ms, so more than one packet is lost within this time. */
    private static final int CUT_MILLIS = 500;

    private final SocketChannel client;
    private final SocketChannel server;

    private Talk(SocketChannel client, SocketChannel server) {
        this.client = client;
        this.server = server;
    }

    /** Connects to a port of the server that nobody else uses. */
    static Talk between(Place from, Place to) throws Exception {
        try (ServerSocketChannel door =
                to.call(() -> ServerSocketChannel.open(StandardProtocolFamily.INET))) {
            door.bind(new InetSocketAddress("0.0.0.0", 0));
            int port = door.socket().getLocalPort();
            SocketChannel client = from.call(() -> SocketChannel.open(StandardProtocolFamily.INET));
            client.socket().connect(new InetSocketAddress(to.address(), port), ALLOW_MILLIS);
            return new Talk(client, door.accept());
        }
    }

    void assertGoesOn() throws IOException {
        assertThat(passes(client, server, ALLOW_MILLIS)).as("client to server").isTrue();
        assertThat(passes(server, client, ALLOW_MILLIS)).as("server to client").isTrue();
    }

    void assertClientIsCutOff() throws IOException {
        assertThat(passes(client, server, CUT_MILLIS)).as("client to server").isFalse();
    }

    void assertServerIsCutOff() throws IOException {
        assertThat(passes(server, client, CUT_MILLIS)).as("server to client").isFalse();
    }

    private static boolean passes(SocketChannel from, SocketChannel to, int millis)
            throws IOException {
        from.write(ByteBuffer.wrap(new byte[] {'!'}));
        to.socket().setSoTimeout(millis);
        try {
            return to.socket().getInputStream().read() == '!';
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
