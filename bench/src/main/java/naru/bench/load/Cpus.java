package naru.bench.load;

/**
 * Where clients and servers run.
 *
 * @param client a CPU's number
 * @param server another's, or the same
 */
public record Cpus(int client, int server) {

    /** Both on the last one, so that the time of a round trip is what the way costs. */
    public static Cpus one(int available) {
        return new Cpus(available - 1, available - 1);
    }

    /** One each. */
    public static Cpus two(int available) {
        return new Cpus(available - 1, available - 2);
    }
}
