package naru.linux.netfilter;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.NativeException;
import naru.linux.ffi.Sockets;

/** Asks nftables how often its rules were changed (NFT_MSG_GETGEN). */
final class NftGeneration {

    private static final int NETLINK_NETFILTER = 12;
    private static final int HEADER = 16;
    private static final int NFGENMSG = 4;
    private static final short GETGEN = (10 << 8) | 16;
    private static final short NEWGEN = (10 << 8) | 15;
    private static final short REQUEST = 1;
    private static final short GEN_ID = 1;
    private static final int ANSWER = 4096;

    private NftGeneration() {}

    static OptionalInt read() {
        try (Descriptor socket =
                        Sockets.socket(
                                Sockets.AF_NETLINK,
                                Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC,
                                NETLINK_NETFILTER);
                Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(HEADER + NFGENMSG, 4);
            request.asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .putInt(HEADER + NFGENMSG)
                    .putShort(GETGEN)
                    .putShort(REQUEST);
            Sockets.send(socket, request, 0);
            MemorySegment answer = arena.allocate(ANSWER, 4);
            long length = Sockets.recv(socket, answer, Sockets.MSG_DONTWAIT);
            return id(answer.asSlice(0, length).asByteBuffer().order(ByteOrder.nativeOrder()));
        } catch (NativeException e) {
            return OptionalInt.empty(); // no nftables
        }
    }

    private static OptionalInt id(ByteBuffer answer) {
        int attribute = HEADER + NFGENMSG;
        return answer.limit() >= attribute + 8
                        && answer.getShort(4) == NEWGEN
                        && answer.getShort(attribute + 2) == GEN_ID
                ? OptionalInt.of(answer.getInt(attribute + 4))
                : OptionalInt.empty();
    }
}
