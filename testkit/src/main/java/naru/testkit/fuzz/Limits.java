package naru.testkit.fuzz;

/**
 * What one input may cost.
 *
 * @param seconds until it counts as hung
 * @param bytes that may be allocated for any input
 * @param bytesPerByte that may be allocated besides, for each byte of it
 */
public record Limits(int seconds, long bytes, int bytesPerByte) {

    /** For a parser of small texts, on a machine that does other things too. */
    public static final Limits USUAL = new Limits(20, 64L << 20, 2000);
}
