package naru.bench.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a client and a server do together. */
public enum Work {
    REQUEST("tcp-rr", "TCP request/response", "round trip", 7008),
    CONNECTION("tcp-crr", "TCP connect+request+close", "connection", 7009),
    DATAGRAM("udp", "UDP packets", "packet", 7010),
    DATAGRAM_REQUEST("udp-rr", "UDP request/response", "round trip", 7011),
    BULK("tcp-bulk", "TCP bulk", "MiB", 7012);

    private static final double BYTES_OF_MIB = 1 << 20;

    private final String word;
    private final String title;
    private final String unit;
    private final int port;

    Work(String word, String title, String unit, int port) {
        this.word = word;
        this.title = title;
        this.unit = unit;
        this.port = port;
    }

    /**
     * Finds some by their words.
     *
     * @param words such as {@code tcp-rr,udp}
     * @throws IllegalArgumentException if there is no such work
     */
    public static List<Work> parse(String words) {
        List<Work> works = new ArrayList<>();
        for (String word : words.split(",")) {
            works.add(
                    Arrays.stream(values())
                            .filter(work -> work.word.equals(word))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "there is no work \""
                                                            + word
                                                            + "\"; "
                                                            + "there are tcp-rr, tcp-crr, udp, udp-rr, tcp-bulk")));
        }
        return works;
    }

    /** As the load generator calls it. */
    public String word() {
        return word;
    }

    public String title() {
        return title;
    }

    /** What is counted. */
    public String unit() {
        return unit;
    }

    /** Where its servers listen. */
    public int port() {
        return port;
    }

    public boolean isTcp() {
        return this != DATAGRAM && this != DATAGRAM_REQUEST;
    }

    /** The generator counts bulk in bytes. */
    double units(long done) {
        return this == BULK ? done / BYTES_OF_MIB : done;
    }
}
