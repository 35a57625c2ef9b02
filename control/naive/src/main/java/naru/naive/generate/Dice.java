package naru.naive.generate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/** Chance, from a seed. */
public final class Dice {

    private final SplittableRandom random;

    public Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From 0 to {@code bound - 1}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** From {@code low} to {@code high}, both included. */
    public int between(int low, int high) {
        return low + below(high - low + 1);
    }

    public boolean percent(int chance) {
        return below(100) < chance;
    }

    public <T> T pick(List<T> from) {
        return from.get(below(from.size()));
    }

    /** Some of them, in any order, each once. */
    public <T> List<T> pickSome(Collection<T> from, int count) {
        List<T> rest = new ArrayList<>(from);
        List<T> some = new ArrayList<>();
        while (some.size() < count && !rest.isEmpty()) {
            some.add(rest.remove(below(rest.size())));
        }
        return some;
    }

    public <T> List<T> shuffle(Collection<T> from) {
        return pickSome(from, from.size());
    }
}
