package naru.testkit.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Puts a parser's corpus and mutants of it to the parser. The corpus is the folder {@code
 * fuzz/corpus/PARSER}; all of it is tried each time, then as many mutants as the budget allows.
 * {@code NARU_FUZZ_SECONDS} and {@code NARU_FUZZ_SEED} set budget and seed, {@code NARU_FUZZ_INPUT}
 * names the only file to try.
 */
public final class Fuzzing {

    private static final long USUAL_SEED = 1;
    private static final int LONG_SECONDS = 30;

    /** However slow the machine, so that a bounded run stays one. */
    private static final int USUAL_SECONDS = 4;

    private final String parser;
    private final List<byte[]> words = new ArrayList<>();
    private int inputs = 2000;
    private Limits limits = Limits.USUAL;

    private Fuzzing(String parser) {
        this.parser = parser;
    }

    /** What is tried with each input: throws whatever tells that something is wrong. */
    @FunctionalInterface
    public interface Trial {
        void of(byte[] input) throws Exception;
    }

    /** Of a parser with a corpus of this name. */
    public static Fuzzing of(String parser) {
        return new Fuzzing(parser);
    }

    /** Pieces that mean something to this parser. */
    public Fuzzing words(String... pieces) {
        Arrays.stream(pieces)
                .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
                .forEach(words::add);
        return this;
    }

    /** How many mutants a usual run tries; the same ones each time. */
    public Fuzzing inputs(int number) {
        inputs = number;
        return this;
    }

    /** What one input may cost. */
    public Fuzzing limits(Limits allowed) {
        limits = allowed;
        return this;
    }

    /**
     * Tries the corpus, then mutants.
     *
     * @throws AssertionError for the first input that fails: names the file that it was written to
     *     and the command that tries it again
     */
    public void run(Trial trial) {
        try (Guarded guarded = new Guarded(trial, limits)) {
            String only = System.getenv("NARU_FUZZ_INPUT");
            if (only != null) {
                guarded.tryOne(Corpus.read(Path.of(only))).ifPresent(this::fail);
                return;
            }
            Corpus corpus = Corpus.of(parser);
            for (Corpus.Entry entry : corpus.entries()) {
                guarded.tryOne(entry.content())
                        .ifPresent(failure -> fail(failure.of(entry.file().toString())));
            }
            mutate(corpus, guarded);
        }
    }

    private void mutate(Corpus corpus, Guarded guarded) {
        long seed = seed();
        Mutator mutator =
                new Mutator(corpus.entries().stream().map(Corpus.Entry::content).toList(), words);
        long begin = System.nanoTime();
        long end = begin + seconds() * 1_000_000_000L;
        int tried = 0;
        while (System.nanoTime() < end && (isLong() || tried < inputs)) {
            byte[] input = mutator.mutant(new Random(seed * 1_000_003 + tried));
            tried++;
            int number = tried;
            guarded.tryOne(input)
                    .ifPresent(failure -> save(guarded, failure.of("mutant " + number), seed));
        }
        System.out.printf(
                "%s: %d of the corpus and %d mutants of seed %d in %.1f s%n",
                parser, corpus.entries().size(), tried, seed, (System.nanoTime() - begin) / 1e9);
    }

    private void save(Guarded guarded, Failure failure, long seed) {
        Failure smallest = guarded.isUsable() ? Shrinking.of(guarded, failure) : failure;
        fail(smallest.of(failure.name() + " of seed " + seed));
    }

    private void fail(Failure failure) {
        Path file = Corpus.keepFound(parser, failure.input());
        throw new AssertionError(
                parser
                        + ": "
                        + failure.name()
                        + " breaks it: "
                        + failure.cause()
                        + "\nkept as "
                        + file
                        + "; once more: NARU_FUZZ_INPUT="
                        + file
                        + " ./naru test --only "
                        + testClass()
                        + "\nwhen it is repaired, move the file to fuzz/corpus/"
                        + parser,
                failure.cause());
    }

    private static String testClass() {
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                frames.map(StackWalker.StackFrame::getClassName)
                                        .filter(
                                                name ->
                                                        name.startsWith("naru.")
                                                                && !name.startsWith(
                                                                        "naru.testkit.fuzz."))
                                        .findFirst()
                                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                                        .orElse("'*Fuzz*'"));
    }

    /** Of a long run, and of one that was given a budget of its own. */
    private static boolean isLong() {
        return System.getenv("NARU_LONG") != null || System.getenv("NARU_FUZZ_SECONDS") != null;
    }

    private static long seconds() {
        String seconds = System.getenv("NARU_FUZZ_SECONDS");
        return seconds != null ? Long.parseLong(seconds) : isLong() ? LONG_SECONDS : USUAL_SECONDS;
    }

    private static long seed() {
        String seed = System.getenv("NARU_FUZZ_SEED");
        return seed != null
                ? Long.parseLong(seed)
                : isLong() ? System.nanoTime() >>> 10 : USUAL_SEED;
    }
}
