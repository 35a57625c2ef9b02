package naru.agent.explain;

import java.nio.ByteBuffer;
import naru.explain.DryRun;
import naru.explain.Question;

/**
 * The first packet of a connection as bytes, for a dry run. Checksums are left out: no program
 * looks at them.
 */
final class ProbeFrame {

    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;
    private static final int LAYER_4 = 20;
    private static final short ETH_P_IP = 0x0800;
    private static final byte TTL = 64;
    private static final byte ECHO_REQUEST = 8;
    private static final byte TCP_HEADER_WORDS = 5 << 4;
    private static final byte SYN = 2;

    /** Above what Linux gives to clients, so that it is hardly ever a port of a live connection. */
    private static final short SOURCE_PORT = (short) 64999;

    private ProbeFrame() {}

    static byte[] of(DryRun.Packet packet) {
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET + IPV4 + LAYER_4);
        frame.position(ETHERNET - 2);
        frame.putShort(ETH_P_IP);
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (IPV4 + LAYER_4)).putInt(0);
        frame.put(TTL).put((byte) packet.protocol()).putShort((short) 0);
        frame.putInt(packet.source().bits()).putInt(packet.destination().bits());
        if (packet.protocol() == Question.ICMP) {
            frame.put(ECHO_REQUEST).put((byte) 0).putShort((short) 0).putShort(SOURCE_PORT);
        } else {
            frame.putShort(SOURCE_PORT).putShort((short) packet.port());
            frame.put(ETHERNET + IPV4 + 12, TCP_HEADER_WORDS).put(ETHERNET + IPV4 + 13, SYN);
        }
        return frame.array();
    }
}
