package naru.compile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Unsigned 32 bit numbers for values: the hash of a value's canonical text, or the next free number
 * if that is another's. A number stays while anybody holds its value, and a while longer, because
 * the kernel's maps and old events may still name it; the same value gets it back at any time.
 */
final class Numbers<T> {

    private static final class Claim {
        final int number;
        int holders;

        Claim(int number) {
            this.number = number;
        }
    }

    private record Freed<T>(T value, long generation) {}

    private final int first;
    private final int quarantine;
    private final Function<T, String> canonical;
    private final ToIntFunction<T> hash;
    private final Map<T, Claim> claims = new HashMap<>();
    private final Map<Integer, T> values = new HashMap<>();
    private final Map<String, Integer> restored = new HashMap<>();
    private final Map<Integer, String> restoredTexts = new HashMap<>();
    private final Map<T, Long> freedAt = new HashMap<>();
    private final Deque<Freed<T>> freed = new ArrayDeque<>();
    private final Set<T> given = new LinkedHashSet<>();
    private long generation;

    /**
     * @param first the lowest number to give
     * @param canonical a text that only equal values share, on every node
     * @param hash the same for equal values, on every node
     * @param quarantine how many generations a number that nobody holds is kept from other values
     * @param restored numbers of a former run
     */
    Numbers(
            int first,
            int quarantine,
            Function<T, String> canonical,
            ToIntFunction<T> hash,
            SortedMap<Integer, String> restored) {
        this.first = first;
        this.quarantine = quarantine;
        this.canonical = canonical;
        this.hash = hash;
        this.restoredTexts.putAll(restored);
        restored.forEach((number, text) -> this.restored.put(text, number));
    }

    int claim(T value) {
        Claim claim = claims.computeIfAbsent(value, v -> new Claim(numberFor(v)));
        values.putIfAbsent(claim.number, value);
        claim.holders++;
        freedAt.remove(value);
        return claim.number;
    }

    void release(T value) {
        Claim claim = claims.get(value);
        if (claim == null || claim.holders == 0) {
            throw new IllegalStateException("nobody holds a number for " + canonical.apply(value));
        }
        if (--claim.holders == 0) {
            freedAt.put(value, generation);
            freed.add(new Freed<>(value, generation));
        }
    }

    /** Whatever was freed long enough ago becomes anybody's. */
    void nextGeneration() {
        generation++;
        if (generation > quarantine) {
            restored.clear();
            restoredTexts.clear();
        }
        while (!freed.isEmpty() && freed.peek().generation + quarantine < generation) {
            Freed<T> oldest = freed.remove();
            if (freedAt.remove(oldest.value, oldest.generation)) {
                values.remove(Multimaps.known(claims, oldest.value).number);
                claims.remove(oldest.value);
            }
        }
    }

    /**
     * The numbers that were given to values since the last call, by their canonical texts; those
     * that were restored are not among them.
     */
    SortedMap<Integer, String> takeGiven() {
        SortedMap<Integer, String> taken = new TreeMap<>();
        for (T value : given) {
            Claim claim = claims.get(value);
            if (claim != null) {
                taken.put(claim.number, canonical.apply(value));
            }
        }
        given.clear();
        return taken;
    }

    /** What a number stands for, also for a while after it was freed. */
    Optional<T> value(int number) {
        return Optional.ofNullable(values.get(number));
    }

    /** Every number that must not be given to another value, by its canonical text. */
    SortedMap<Integer, String> all() {
        return allAsNow().get();
    }

    /** What {@link #all} would say now, for any thread to ask later: texts take their time. */
    Supplier<SortedMap<Integer, String>> allAsNow() {
        SortedMap<Integer, String> all = new TreeMap<>(restoredTexts);
        Map<Integer, T> now = new HashMap<>(values);
        return () -> {
            now.forEach((number, value) -> all.put(number, canonical.apply(value)));
            return all;
        };
    }

    private int numberFor(T value) {
        if (!restored.isEmpty()) {
            Integer former = restored.remove(canonical.apply(value));
            if (former != null) {
                restoredTexts.remove(former);
                return former;
            }
        }
        int number = hash.applyAsInt(value);
        while (Integer.compareUnsigned(number, first) < 0
                || values.containsKey(number)
                || restoredTexts.containsKey(number)) {
            number++;
        }
        given.add(value);
        return number;
    }
}
