package naru.bench.datapath;

import java.util.List;
import naru.bench.load.Work;

/**
 * How long is measured.
 *
 * @param form short, long, or as asked for
 * @param pairs rounds with client and server on one CPU
 * @param pairsOnTwoCpus rounds with a CPU each
 * @param sliceMicros how long one works in a round
 * @param works what they do
 */
public record Pace(String form, int pairs, int pairsOnTwoCpus, long sliceMicros, List<Work> works) {

    /** Under three minutes for all of a section. */
    public static final Pace SHORT = new Pace("short", 61, 25, 25_000, List.of(Work.values()));

    public static final Pace LONG = new Pace("long", 301, 101, 80_000, List.of(Work.values()));

    /** With numbers of the user's own where they are not 0. */
    public Pace changed(int pairs, int sliceMillis) {
        if (pairs == 0 && sliceMillis == 0) {
            return this;
        }
        return new Pace(
                form + ", changed",
                pairs == 0 ? pairs() : pairs,
                pairs == 0 ? pairsOnTwoCpus() : pairs,
                sliceMillis == 0 ? sliceMicros : sliceMillis * 1000L,
                works);
    }

    /** Only these, of all kinds of work; none means all. */
    public Pace only(List<Work> wanted) {
        return wanted.isEmpty()
                ? this
                : new Pace(form + ", in part", pairs, pairsOnTwoCpus, sliceMicros, wanted);
    }
}
