package naru.bench.start;

/**
 * How long is measured.
 *
 * @param commands how often a command is called
 * @param agents how often an agent is started
 */
public record StartPace(String form, int commands, int agents) {

    public static final StartPace SHORT = new StartPace("short", 61, 25);

    public static final StartPace LONG = new StartPace("long", 201, 101);

    /** With a number of the user's own where it is not 0. */
    public StartPace changed(int wanted) {
        return wanted == 0 ? this : new StartPace(form + ", changed", wanted, wanted);
    }
}
