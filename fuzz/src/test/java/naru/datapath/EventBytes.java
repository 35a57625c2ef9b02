package naru.datapath;

import java.util.Optional;

/** Events as the ring buffer holds them. */
public final class EventBytes {

    private EventBytes() {}

    public static Optional<FlowEvent> read(byte[] record) {
        return FlowEvent.read(record);
    }
}
