package naru.lab.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import naru.linux.netlink.Addresses;
import naru.linux.netlink.Link;
import naru.linux.netlink.Links;
import naru.linux.netlink.Netlink;

/** What a pod can do to its own interface to pass for another. */
final class Disguise implements AutoCloseable {

    private final Place pod;
    private final InetAddress stolen;
    private final Netlink netlink;

    /** Takes another's address too. */
    Disguise(Place pod, String stolenAddress) throws Exception {
        this.pod = pod;
        this.stolen = InetAddress.getByName(stolenAddress);
        this.netlink = pod.call(Netlink::open);
        netlink.execute(Addresses.add(eth0().index(), stolen, 32));
    }

    /** Takes another's MAC address too. */
    Disguise withMacOf(Place other) throws Exception {
        try (Netlink there = other.call(Netlink::open)) {
            Link theirs = there.link("eth0").orElseThrow();
            netlink.execute(Links.change(eth0().index()).mac(theirs.mac().orElseThrow()).request());
        }
        return this;
    }

    private Link eth0() {
        return netlink.link("eth0").orElseThrow();
    }

    /** Sends a datagram that says it is from the other. */
    boolean sends(Place to, int port) throws Exception {
        DatagramChannel socket =
                pod.call(
                        () ->
                                DatagramChannel.open(StandardProtocolFamily.INET)
                                        .bind(new InetSocketAddress(stolen, 0)));
        try (socket) {
            return send(socket, to, port);
        }
    }

    private static boolean send(DatagramChannel socket, Place to, int port) throws IOException {
        return socket.send(ByteBuffer.allocate(1), new InetSocketAddress(to.address(), port)) == 1;
    }

    @Override
    public void close() {
        netlink.close();
    }
}
