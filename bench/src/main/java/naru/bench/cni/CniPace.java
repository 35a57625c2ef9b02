package naru.bench.cni;

/**
 * How long is measured.
 *
 * @param pairs rounds of one call each
 * @param crowds rounds of many at once
 */
public record CniPace(String form, int pairs, int crowds) {

    public static final CniPace SHORT = new CniPace("short", 61, 15);

    public static final CniPace LONG = new CniPace("long", 301, 61);

    /** With a number of the user's own where it is not 0. */
    public CniPace changed(int wanted) {
        return wanted == 0 ? this : new CniPace(form + ", changed", wanted, wanted);
    }
}
