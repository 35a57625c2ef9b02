package naru.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
import naru.model.LabelSelector.Requirement;
import naru.model.Namespace;

/**
 * Features of which each identity that a selector picks has at least one, so that only those that
 * have one need to be held against it.
 */
final class Anchor {

    private Anchor() {}

    /**
     * All choices, each enough by itself, those first that are likely to be narrow; none if the
     * selector says nothing positive.
     */
    static List<Set<Feature>> choices(Selector selector) {
        return switch (selector) {
            case Selector.InNamespace(var namespace, var pods) -> within(Set.of(namespace), pods);
            case Selector.AcrossNamespaces(var namespaces, var pods) ->
                    names(namespaces)
                            .map(names -> within(names, pods))
                            .orElseGet(() -> across(namespaces, pods));
            case Selector.HasPort(var name) -> List.of(Set.of(Feature.port(name)));
        };
    }

    /** The namespaces that a selector names one by one. */
    private static Optional<Set<String>> names(LabelSelector namespaces) {
        return in(namespaces)
                .filter(r -> r.key().equals(Namespace.NAME_LABEL))
                .map(Requirement::values)
                .findFirst();
    }

    private static List<Set<Feature>> within(Set<String> namespaces, LabelSelector pods) {
        List<Set<Feature>> choices = new ArrayList<>();
        in(pods).forEach(
                        r -> {
                            Set<Feature> features = new HashSet<>();
                            namespaces.forEach(
                                    name ->
                                            r.values()
                                                    .forEach(
                                                            v ->
                                                                    features.add(
                                                                            Feature.label(
                                                                                    name, r.key(),
                                                                                    v))));
                            choices.add(features);
                        });
        Set<Feature> features = new HashSet<>();
        namespaces.forEach(name -> features.add(Feature.namespace(name)));
        choices.add(features);
        return choices;
    }

    private static List<Set<Feature>> across(LabelSelector namespaces, LabelSelector pods) {
        List<Set<Feature>> choices = new ArrayList<>();
        in(pods).forEach(
                        r -> {
                            Set<Feature> features = new HashSet<>();
                            r.values()
                                    .forEach(
                                            value ->
                                                    features.add(
                                                            Feature.label("", r.key(), value)));
                            choices.add(features);
                        });
        in(namespaces)
                .forEach(
                        r -> {
                            Set<Feature> features = new HashSet<>();
                            r.values()
                                    .forEach(
                                            value ->
                                                    features.add(
                                                            Feature.namespaceLabel(
                                                                    r.key(), value)));
                            choices.add(features);
                        });
        existing(pods).forEach(key -> choices.add(Set.of(Feature.key(key))));
        existing(namespaces).forEach(key -> choices.add(Set.of(Feature.namespaceKey(key))));
        return choices;
    }

    /** Those with few values first. */
    private static Stream<Requirement> in(LabelSelector selector) {
        return selector.requirements().stream()
                .filter(r -> r.operator() == Operator.IN)
                .sorted(Comparator.comparingInt(r -> r.values().size()));
    }

    private static Stream<String> existing(LabelSelector selector) {
        return selector.requirements().stream()
                .filter(r -> r.operator() == Operator.EXISTS)
                .map(Requirement::key);
    }
}
