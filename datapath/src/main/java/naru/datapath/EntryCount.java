package naru.datapath;

import naru.linux.bpf.BpfMap;

/**
 * How many entries a map has, without walking through them: a map that takes memory as it grows
 * says how much it takes (kernel 6.3), and each entry takes the same. Where that is not so, nothing
 * can be told this way. One thread.
 */
final class EntryCount {

    private final BpfMap map;
    private long bytesOfOne;
    private boolean unknown;

    EntryCount(BpfMap map) {
        this.map = map;
    }

    /** Whether so many are in it; true also if that can't be told. */
    boolean is(int entries) {
        if (unknown) {
            return true;
        }
        if (bytesOfOne > 0 && map.memoryBytes() == bytesOfOne * entries) {
            return true;
        }
        return learn() == entries;
    }

    /** By walking through them once: at the beginning, and when the cheap answer was no. */
    private long learn() {
        long memory = map.memoryBytes();
        int counted = map.count();
        if (counted == 0) {
            return 0;
        }
        long each = memory / counted;
        unknown = memory % counted != 0 || bytesOfOne != 0 && bytesOfOne != each;
        bytesOfOne = each;
        return counted;
    }
}
