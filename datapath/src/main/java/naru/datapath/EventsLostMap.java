package naru.datapath;

import java.nio.file.Path;
import naru.datapath.abi.EventsLost;

/** events_lost_map: what is not in the ring buffer, summed over CPUs. Key: {@link EventsLost}. */
public final class EventsLostMap extends PlaceMap<Long> {

    EventsLostMap(Path maps) {
        super(open(maps, "events_lost_map"), 8);
    }

    /** Events that found the ring full since the maps were made. */
    public long lost() {
        return lookup(EventsLost.NO_ROOM.number()).orElse(0L);
    }

    /** Packets that were not reported, because their endpoint had used up its share. */
    public long overLimit() {
        return lookup(EventsLost.OVER_LIMIT.number()).orElse(0L);
    }

    @Override
    byte[] writeValue(Integer key, Long value) {
        throw Words.writtenByPrograms("events_lost_map");
    }

    @Override
    Long readValue(byte[] bytes) {
        return Words.sumOfCpus(bytes);
    }
}
