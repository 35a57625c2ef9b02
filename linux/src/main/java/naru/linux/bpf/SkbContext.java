package naru.linux.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of struct __sk_buff that a test run can be given and gives back.
 *
 * @param mark packet mark
 * @param ingressIfindex where the packet came from; 0: this node's own stack
 * @param ifindex the device the packet is on, in the caller's network namespace; 0: loopback
 * @param cb five words that programs leave for each other
 */
public record SkbContext(int mark, int ingressIfindex, int ifindex, List<Integer> cb) {

    /** A packet without mark, made by this node's own stack, on no particular device. */
    public static final SkbContext EMPTY = new SkbContext(0, 0, 0, List.of(0, 0, 0, 0, 0));

    // uapi/linux/bpf.h: struct __sk_buff
    private static final int SIZE = 192;
    private static final int MARK = 8;
    private static final int INGRESS_IFINDEX = 36;
    private static final int IFINDEX = 40;
    private static final int CB = 48;
    private static final int CB_WORDS = 5;

    public SkbContext {
        cb = List.copyOf(cb);
        if (cb.size() != CB_WORDS) {
            throw new IllegalArgumentException("cb has " + cb.size() + " words, not 5");
        }
    }

    public SkbContext withMark(int newMark) {
        return new SkbContext(newMark, ingressIfindex, ifindex, cb);
    }

    public SkbContext withIngressIfindex(int newIfindex) {
        return new SkbContext(mark, newIfindex, ifindex, cb);
    }

    public SkbContext withIfindex(int newIfindex) {
        return new SkbContext(mark, ingressIfindex, newIfindex, cb);
    }

    public SkbContext withCb(List<Integer> words) {
        return new SkbContext(mark, ingressIfindex, ifindex, words);
    }

    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());
        bytes.putInt(MARK, mark);
        bytes.putInt(INGRESS_IFINDEX, ingressIfindex);
        bytes.putInt(IFINDEX, ifindex);
        for (int i = 0; i < CB_WORDS; i++) {
            bytes.putInt(CB + 4 * i, cb.get(i));
        }
        return bytes.array();
    }

    static SkbContext fromBytes(byte[] context) {
        ByteBuffer bytes = ByteBuffer.wrap(context).order(ByteOrder.nativeOrder());
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < CB_WORDS; i++) {
            words.add(bytes.getInt(CB + 4 * i));
        }
        return new SkbContext(
                bytes.getInt(MARK), bytes.getInt(INGRESS_IFINDEX), bytes.getInt(IFINDEX), words);
    }
}
