package naru.lab.scenario;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import naru.linux.netns.NetnsId;

/** Servers that send back what they get, opened where and when somebody is to be reached. */
final class Listeners implements AutoCloseable {

    private static final int BACKLOG = 256;
    private static final int LARGEST_DATAGRAM = 65_535;

    /** A pod that was made anew is another namespace under the same path. */
    private record Door(NetnsId netns, Transport transport, int port) {}

    private final Map<Door, Channel> open = new ConcurrentHashMap<>();

    /** Makes sure that somebody listens where the probe goes. */
    void await(Probe probe) throws Exception {
        Place at = probe.to();
        Door door = new Door(NetnsId.of(at.netns()), probe.transport(), probe.port());
        switch (probe.transport()) {
            case TCP -> {
                if (!open.containsKey(door)) {
                    ServerSocketChannel server = at.call(() -> server(probe.port()));
                    open.put(door, server);
                    Thread.ofVirtual().start(() -> accept(server));
                }
            }
            case UDP -> {
                if (!open.containsKey(door)) {
                    DatagramChannel socket = at.call(() -> datagrams(probe.port()));
                    open.put(door, socket);
                    Thread.ofVirtual().start(() -> echo(socket));
                }
            }
            case ICMP -> {} // the kernel answers
        }
    }

    private static ServerSocketChannel server(int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        return server.bind(new InetSocketAddress("0.0.0.0", port), BACKLOG);
    }

    private static DatagramChannel datagrams(int port) throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET)
                .bind(new InetSocketAddress("0.0.0.0", port));
    }

    private static void accept(ServerSocketChannel server) {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread.ofVirtual().start(() -> echo(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void echo(SocketChannel client) {
        try (client) {
            ByteBuffer bytes = ByteBuffer.allocate(64);
            while (client.read(bytes) >= 0) {
                client.write(bytes.flip());
                bytes.clear();
            }
        } catch (IOException e) {
            // the client went
        }
    }

    private static void echo(DatagramChannel socket) {
        ByteBuffer bytes = ByteBuffer.allocate(LARGEST_DATAGRAM);
        try {
            while (true) {
                var from = socket.receive(bytes);
                socket.send(bytes.flip(), from);
                bytes.clear();
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        for (Channel channel : open.values()) {
            channel.close();
        }
    }
}
