package naru.datapath;

import java.nio.file.Path;

/** events_lost_map: events that found no room in the ring buffer, summed over CPUs. Key: 0. */
public final class EventsLostMap extends TypedMap<Integer, Long> {

    EventsLostMap(Path maps) {
        super(open(maps, "events_lost_map"), 4, 8);
    }

    /** Events lost since the maps were made. */
    public long lost() {
        return lookup(0).orElse(0L);
    }

    @Override
    byte[] writeKey(Integer key) {
        return Words.u32(key);
    }

    @Override
    Integer readKey(byte[] bytes) {
        return Words.u32(bytes);
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
