package naru.compile;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * All numbers by which the kernel's tables name something: each kind of thing has a space of its
 * own. They grow old together, with each set of changes that is handed out.
 */
final class NumberSpaces {

    private static final int QUARANTINE = 64;

    /** Longer than all else: late events are to be explained. */
    private static final int RULE_QUARANTINE = 4096;

    private final ToIntFunction<String> hash;
    private final Numbers<LabelSet> identities;
    private final Numbers<BlockSet> blockSets;
    private final Numbers<PolicySet.Key> policySets;
    private final Numbers<List<Origin>> rules;

    /**
     * @param restored what {@link #numbering} said before a restart
     * @param hash the same for equal texts, on every node
     */
    NumberSpaces(Numbering restored, ToIntFunction<String> hash) {
        this.hash = hash;
        identities =
                numbers(ReservedIdentity.FIRST_POD, LabelSet::canonical, restored.identities());
        blockSets =
                new Numbers<>(
                        1,
                        QUARANTINE,
                        BlockSet::canonical,
                        set -> hash.applyAsInt(Long.toString(set.sum())),
                        restored.blockSets());
        policySets = numbers(PolicySet.FIRST, PolicySet.Key::canonical, restored.policySets());
        rules =
                new Numbers<>(
                        1,
                        RULE_QUARANTINE,
                        Object::toString,
                        origins -> hash.applyAsInt(origins.toString()),
                        Collections.emptySortedMap());
    }

    private <T> Numbers<T> numbers(
            int first, Function<T, String> canonical, SortedMap<Integer, String> restored) {
        return new Numbers<>(
                first,
                QUARANTINE,
                canonical,
                value -> hash.applyAsInt(canonical.apply(value)),
                restored);
    }

    Numbers<LabelSet> identities() {
        return identities;
    }

    Numbers<BlockSet> blockSets() {
        return blockSets;
    }

    Numbers<PolicySet.Key> policySets() {
        return policySets;
    }

    /** Not kept over a restart. */
    Numbers<List<Origin>> rules() {
        return rules;
    }

    /** Whatever was freed long enough ago becomes anybody's. */
    void nextGeneration() {
        List.of(identities, blockSets, policySets, rules).forEach(Numbers::nextGeneration);
    }

    /** All that is to be kept over a restart. */
    Numbering numbering() {
        return new Numbering(identities.all(), blockSets.all(), policySets.all());
    }

    /**
     * What {@link #numbering} would say now, for any thread to ask later: texts take their time.
     */
    Supplier<Numbering> numberingAsNow() {
        Supplier<SortedMap<Integer, String>> identityTexts = identities.allAsNow();
        Supplier<SortedMap<Integer, String>> blockSetTexts = blockSets.allAsNow();
        Supplier<SortedMap<Integer, String>> policySetTexts = policySets.allAsNow();
        return () -> new Numbering(identityTexts.get(), blockSetTexts.get(), policySetTexts.get());
    }

    /** What {@link #numbering} has in addition since the last call. */
    Numbering takeGiven() {
        return new Numbering(identities.takeGiven(), blockSets.takeGiven(), policySets.takeGiven());
    }
}
