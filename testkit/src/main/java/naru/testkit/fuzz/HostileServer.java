package naru.testkit.fuzz;

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
public final class HostileServer implements AutoCloseable {

    private final ServerSocketChannel listener;
    private volatile byte[] answer = {};
    private volatile String asked = "";

    private HostileServer(ServerSocketChannel listener) {
        this.listener = listener;
    }

    public static HostileServer listen(Path socket) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        HostileServer server = new HostileServer(listener);
        Thread.ofVirtual().start(server::serve);
        return server;
    }

    /** What it answers from now on. */
    public void answer(byte[] bytes) {
        answer = bytes;
        asked = "";
    }

    /** The last request, without its newline. */
    public String asked() {
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
                // Who asked has gone, or the test.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
