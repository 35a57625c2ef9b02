package naru.compile;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
import naru.model.LabelSelector.Requirement;
import naru.model.Namespace;

/**
 * Features of which each identity that a selector picks has at least one, so that only those that
 * have one need to be held against it. The narrowest known place is chosen: labels in named
 * namespaces, named namespaces, labels, namespace labels, then keys that must be there. Empty: the
 * selector says nothing positive, and everything is a candidate.
 */
final class Anchor {

    private Anchor() {}

    static Set<Feature> of(Selector selector) {
        return switch (selector) {
            case Selector.InNamespace(var namespace, var pods) -> within(Set.of(namespace), pods);
            case Selector.AcrossNamespaces(var namespaces, var pods) -> across(namespaces, pods);
            case Selector.HasPort(var name) -> Set.of(Feature.port(name));
        };
    }

    private static Set<Feature> within(Set<String> namespaces, LabelSelector pods) {
        Set<Feature> features = new HashSet<>();
        Optional<Requirement> in = fewestValues(pods);
        for (String namespace : namespaces) {
            in.ifPresentOrElse(
                    r ->
                            r.values()
                                    .forEach(
                                            v ->
                                                    features.add(
                                                            Feature.label(namespace, r.key(), v))),
                    () -> features.add(Feature.namespace(namespace)));
        }
        return features;
    }

    private static Set<Feature> across(LabelSelector namespaces, LabelSelector pods) {
        Optional<Requirement> named =
                namespaces.requirements().stream()
                        .filter(
                                r ->
                                        r.operator() == Operator.IN
                                                && r.key().equals(Namespace.NAME_LABEL))
                        .findFirst();
        if (named.isPresent()) {
            return within(named.get().values(), pods);
        }
        Set<Feature> features = new HashSet<>();
        fewestValues(pods)
                .ifPresent(
                        r -> r.values().forEach(v -> features.add(Feature.label("", r.key(), v))));
        if (features.isEmpty()) {
            fewestValues(namespaces)
                    .ifPresent(
                            r ->
                                    r.values()
                                            .forEach(
                                                    v ->
                                                            features.add(
                                                                    Feature.namespaceLabel(
                                                                            r.key(), v))));
        }
        if (features.isEmpty()) {
            existing(pods).ifPresent(key -> features.add(Feature.key(key)));
        }
        if (features.isEmpty()) {
            existing(namespaces).ifPresent(key -> features.add(Feature.namespaceKey(key)));
        }
        return features;
    }

    private static Optional<Requirement> fewestValues(LabelSelector selector) {
        return selector.requirements().stream()
                .filter(r -> r.operator() == Operator.IN)
                .min(Comparator.comparingInt(r -> r.values().size()));
    }

    private static Optional<String> existing(LabelSelector selector) {
        return selector.requirements().stream()
                .filter(r -> r.operator() == Operator.EXISTS)
                .map(Requirement::key)
                .findFirst();
    }
}
