package naru.bench.rest;

/**
 * How long is measured.
 *
 * @param seconds how long the agent is watched at rest, with each number of remote pods
 * @param starts how often it is killed and started
 * @param repairs how often each thing is broken
 */
public record RestPace(String form, int seconds, int starts, int repairs) {

    public static final RestPace SHORT = new RestPace("short", 30, 7, 15);

    public static final RestPace LONG = new RestPace("long", 180, 31, 61);

    /** With a number of the user's own where it is not 0. */
    public RestPace changed(int wanted) {
        return wanted == 0 ? this : new RestPace(form + ", changed", seconds, wanted, wanted);
    }
}
