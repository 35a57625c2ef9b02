package naru.datapath;

import naru.datapath.abi.TrafficLayout;
import naru.linux.layout.StructBytes;

/** Keys and values that are single numbers, and sums over CPUs. */
final class Words {

    private Words() {}

    static byte[] u32(int number) {
        byte[] bytes = new byte[4];
        StructBytes.putU32(bytes, 0, number);
        return bytes;
    }

    static int u32(byte[] bytes) {
        return StructBytes.getU32(bytes, 0);
    }

    static byte[] be32(int number) {
        byte[] bytes = new byte[4];
        StructBytes.putBe32(bytes, 0, number);
        return bytes;
    }

    static int be32(byte[] bytes) {
        return StructBytes.getBe32(bytes, 0);
    }

    /** A number whose bytes in memory are those of {@code number} in network order. */
    static int networkOrder(int number) {
        return u32(be32(number));
    }

    static long sumOfCpus(byte[] perCpu) {
        long sum = 0;
        for (int at = 0; at < perCpu.length; at += 8) {
            sum += StructBytes.getU64(perCpu, at);
        }
        return sum;
    }

    static Traffic trafficOfCpus(byte[] perCpu) {
        Traffic sum = Traffic.NONE;
        for (int at = 0; at < perCpu.length; at += TrafficLayout.SIZE) {
            sum = sum.plus(Traffic.of(TrafficLayout.read(perCpu, at)));
        }
        return sum;
    }

    static UnsupportedOperationException writtenByPrograms(String map) {
        return new UnsupportedOperationException("only the programs write " + map);
    }
}
