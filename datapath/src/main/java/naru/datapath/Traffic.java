package naru.datapath;

import naru.datapath.abi.TrafficLayout;

/** A count of packets and their bytes, layer 2 included. */
public record Traffic(long packets, long bytes) {

    public static final Traffic NONE = new Traffic(0, 0);

    static Traffic of(TrafficLayout layout) {
        return new Traffic(layout.packets(), layout.bytes());
    }

    public Traffic plus(Traffic other) {
        return new Traffic(packets + other.packets, bytes + other.bytes);
    }

    /** What was counted since {@code earlier}. */
    public Traffic minus(Traffic earlier) {
        return new Traffic(packets - earlier.packets, bytes - earlier.bytes);
    }
}
