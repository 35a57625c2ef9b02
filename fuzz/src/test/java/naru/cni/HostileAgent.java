package naru.cni;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Notes what it is asked, answers with whatever it was given, and hangs up. */
final class HostileAgent implements AutoCloseable {

    private final ServerSocketChannel listener;
    private volatile byte[] answer = {};
    private volatile String asked = "";

    private HostileAgent(ServerSocketChannel listener) {
        this.listener = listener;
    }

    static HostileAgent listen(Path socket) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        HostileAgent agent = new HostileAgent(listener);
        Thread.ofVirtual().start(agent::serve);
        return agent;
    }

    void answer(byte[] bytes) {
        answer = bytes;
        asked = "";
    }

    String asked() {
        return asked;
    }

    private void serve() {
        while (listener.isOpen()) {
            try (SocketChannel asker = listener.accept()) {
                var in = Channels.newInputStream(asker);
                var line = new java.io.ByteArrayOutputStream();
                for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                    line.write(b);
                }
                asked = line.toString(StandardCharsets.UTF_8);
                ByteBuffer rest = ByteBuffer.wrap(answer);
                while (rest.hasRemaining()) {
                    asker.write(rest);
                }
            } catch (IOException e) {
                // The relay has gone, or the test.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
