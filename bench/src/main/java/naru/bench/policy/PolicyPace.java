package naru.bench.policy;

/**
 * How long is measured.
 *
 * @param changes how often the policy changes
 */
public record PolicyPace(String form, int changes) {

    public static final PolicyPace SHORT = new PolicyPace("short", 200);

    public static final PolicyPace LONG = new PolicyPace("long", 1000);

    /** With a number of the user's own where it is not 0. */
    public PolicyPace changed(int wanted) {
        return wanted == 0 ? this : new PolicyPace(form + ", changed", wanted);
    }
}
