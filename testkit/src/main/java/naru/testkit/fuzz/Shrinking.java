package naru.testkit.fuzz;

import java.util.Optional;

/** Makes a failing input small: leaves out whatever is not needed for the same failure. */
final class Shrinking {

    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private Shrinking() {}

    static Failure of(Guarded guarded, Failure failure) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        Failure smallest = failure;
        for (int piece = failure.input().length / 2; piece > 0; piece /= 2) {
            for (int at = 0; at + piece <= smallest.input().length; ) {
                if (System.nanoTime() > end || !guarded.isUsable()) {
                    return smallest;
                }
                Optional<Failure> smaller = guarded.tryOne(without(smallest.input(), at, piece));
                if (smaller.filter(failure::isLike).isPresent()) {
                    smallest = smaller.get();
                } else {
                    at += piece;
                }
            }
        }
        return smallest;
    }

    private static byte[] without(byte[] input, int at, int length) {
        byte[] rest = new byte[input.length - length];
        System.arraycopy(input, 0, rest, 0, at);
        System.arraycopy(input, at + length, rest, at, rest.length - at);
        return rest;
    }
}
