package naru.bench.load;

import java.io.IOException;

/**
 * What one client did in one turn.
 *
 * @param done round trips, connections, datagrams, or bytes
 * @param lost those that failed or did not arrive
 * @param nanos how long it took
 * @param clientNanos CPU time of the client, the kernel's work for it included
 * @param serverNanos likewise of the server
 * @param softirqNanos of the kernel's own threads on their CPUs
 * @param trouble what failed first; may be empty
 */
public record Slice(
        long done,
        long lost,
        long nanos,
        long clientNanos,
        long serverNanos,
        long softirqNanos,
        String trouble) {

    private static final int NUMBERS = 6;
    private static final int FIRST = 2;

    /**
     * Reads {@code slice NAME DONE LOST NANOS CLIENT SERVER SOFTIRQ [TROUBLE]}.
     *
     * @throws IOException if it is something else; the message quotes it
     */
    static Slice parse(String line) throws IOException {
        String[] words = line.strip().split(" ", FIRST + NUMBERS + 1);
        if (words.length < FIRST + NUMBERS || !words[0].equals("slice")) {
            throw new IOException("the load generator says: " + line);
        }
        long[] numbers = new long[NUMBERS];
        try {
            for (int i = 0; i < NUMBERS; i++) {
                numbers[i] = Long.parseLong(words[FIRST + i]);
            }
        } catch (NumberFormatException e) {
            throw new IOException("the load generator says: " + line, e);
        }
        String trouble = words.length > FIRST + NUMBERS ? words[FIRST + NUMBERS] : "";
        return new Slice(
                numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], trouble);
    }

    /** CPU time, in nanoseconds for each unit of the work. */
    public double cpuCost(Work work) {
        return (clientNanos + serverNanos + softirqNanos) / work.units(done);
    }

    /** Time that passed, in nanoseconds for each unit of the work. */
    public double time(Work work) {
        return nanos / work.units(done);
    }
}
