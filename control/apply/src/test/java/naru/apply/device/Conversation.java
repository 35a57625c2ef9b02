package naru.apply.device;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import naru.linux.netns.Netns;
import naru.model.Ipv4Address;
import naru.testkit.ThrowAwayNetns;

/** One TCP connection over which a byte goes there and back. */
final class Conversation {

    private static final int TIMEOUT_MILLIS = 10_000;

    private Conversation() {}

    /**
     * Connects, and sends a byte there and back.
     *
     * @return the client's address, as the server sees it
     */
    static Ipv4Address between(ThrowAwayNetns client, ThrowAwayNetns server, Ipv4Address address)
            throws Exception {
        try (ServerSocket listener =
                        Netns.call(
                                server.path(),
                                () -> new ServerSocket(0, 1, InetAddress.ofLiteral("0.0.0.0")));
                Socket asker = Netns.call(client.path(), Socket::new)) {
            InetSocketAddress target =
                    new InetSocketAddress(
                            InetAddress.ofLiteral(address.toString()), listener.getLocalPort());
            Netns.call(client.path(), () -> connect(asker, target));
            try (Socket answerer = listener.accept()) {
                asker.getOutputStream().write('?');
                answerer.setSoTimeout(TIMEOUT_MILLIS);
                answerer.getOutputStream().write(answerer.getInputStream().read());
                if (asker.getInputStream().read() != '?') {
                    throw new IOException("another byte came back");
                }
                return Inet.address(answerer.getInetAddress());
            }
        }
    }

    /** Inside, because Java makes the descriptor of a client socket only now. */
    private static boolean connect(Socket socket, InetSocketAddress target) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(target, TIMEOUT_MILLIS);
        return true;
    }
}
