package naru.compile;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The identities that pods have. */
final class Identities {

    private final Numbers<LabelSet> numbers;
    private final SelectorIndex index;
    private final Map<Integer, Identity> live = new HashMap<>();
    private final Map<Identity, Integer> holders = new HashMap<>();

    Identities(Numbers<LabelSet> numbers, SelectorIndex index) {
        this.numbers = numbers;
        this.index = index;
    }

    Identity claim(LabelSet labels) {
        int number = numbers.claim(labels);
        Identity identity = live.get(number);
        if (identity == null) {
            identity = new Identity(number, labels);
            live.put(number, identity);
            index.add(identity);
        }
        holders.merge(identity, 1, Integer::sum);
        return identity;
    }

    void release(Identity identity) {
        if (holders.merge(identity, -1, (a, b) -> a + b == 0 ? null : a + b) == null) {
            live.remove(identity.number());
            index.remove(identity);
        }
        numbers.release(identity.labels());
    }

    Optional<Identity> live(int number) {
        return Optional.ofNullable(live.get(number));
    }

    Collection<Identity> all() {
        return Collections.unmodifiableCollection(live.values());
    }
}
