package naru.compile;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which identities each selector picks. Holds every distinct selector against an identity once,
 * when the later of the two arrives, and only if they have a feature in common.
 */
final class SelectorIndex {

    private final WorkCounter work;
    private final Set<Identity> identities = new HashSet<>();
    private final Map<Feature, Set<Identity>> identitiesByFeature = new HashMap<>();
    private final Map<Selector, Group<Identity>> groups = new HashMap<>();
    private final Map<Feature, Set<Selector>> selectorsByFeature = new HashMap<>();
    private final Set<Selector> unanchored = new HashSet<>();

    SelectorIndex(WorkCounter work) {
        this.work = work;
    }

    void attach(Selector selector, Group.Listener<Identity> listener) {
        groups.computeIfAbsent(selector, this::newGroup).attach(listener);
    }

    void detach(Selector selector, Group.Listener<Identity> listener) {
        Group<Identity> group = groups.get(selector);
        if (group == null) {
            return;
        }
        group.detach(listener);
        if (group.unheard()) {
            groups.remove(selector);
            unanchored.remove(selector);
            anchor(Anchor.choices(selector))
                    .forEach(feature -> Multimaps.remove(selectorsByFeature, feature, selector));
        }
    }

    /** False also if nobody listens to the selector. */
    boolean picks(Selector selector, Identity identity) {
        Group<Identity> group = groups.get(selector);
        return group != null && group.members().contains(identity);
    }

    void add(Identity identity) {
        identities.add(identity);
        Set<Feature> features = Feature.of(identity.labels());
        features.forEach(feature -> Multimaps.add(identitiesByFeature, feature, identity));
        for (Selector selector : candidates(features, selectorsByFeature, unanchored)) {
            evaluate(selector, identity, Multimaps.known(groups, selector));
        }
    }

    void remove(Identity identity) {
        identities.remove(identity);
        Set<Feature> features = Feature.of(identity.labels());
        features.forEach(feature -> Multimaps.remove(identitiesByFeature, feature, identity));
        for (Selector selector : candidates(features, selectorsByFeature, unanchored)) {
            Multimaps.known(groups, selector).leave(identity);
        }
    }

    private Group<Identity> newGroup(Selector selector) {
        Group<Identity> group = new Group<>();
        List<Set<Feature>> choices = Anchor.choices(selector);
        anchor(choices).forEach(feature -> Multimaps.add(selectorsByFeature, feature, selector));
        if (choices.isEmpty()) {
            unanchored.add(selector);
        }
        Collection<Identity> candidates =
                choices.stream()
                        .min(Comparator.comparingInt(this::countOf))
                        .<Collection<Identity>>map(
                                choice -> candidates(choice, identitiesByFeature, Set.of()))
                        .orElse(identities);
        candidates.forEach(identity -> evaluate(selector, identity, group));
        return group;
    }

    /** The one by which an identity that comes finds the selector. */
    private static Set<Feature> anchor(List<Set<Feature>> choices) {
        return choices.isEmpty() ? Set.of() : choices.getFirst();
    }

    private int countOf(Set<Feature> features) {
        return features.stream()
                .mapToInt(feature -> identitiesByFeature.getOrDefault(feature, Set.of()).size())
                .sum();
    }

    private void evaluate(Selector selector, Identity identity, Group<Identity> group) {
        work.selectorEvaluated();
        if (selector.matches(identity.labels())) {
            group.join(identity);
        }
    }

    private static <T> Set<T> candidates(
            Set<Feature> features, Map<Feature, Set<T>> index, Set<T> always) {
        Set<T> candidates = new HashSet<>(always);
        features.forEach(feature -> candidates.addAll(index.getOrDefault(feature, Set.of())));
        return candidates;
    }
}
