package naru.watch.manifest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
import naru.model.LabelSelector.Requirement;
import naru.watch.document.Spelling;

/** Reads label selectors. */
final class SelectorReader {

    private static final Set<String> SELECTOR_FIELDS = Set.of("matchLabels", "matchExpressions");
    private static final Set<String> EXPRESSION_FIELDS = Set.of("key", "operator", "values");

    private SelectorReader() {}

    /** Empty if there is none; a selector without requirements selects everything. */
    static Optional<LabelSelector> read(Field field) {
        if (!field.isPresent()) {
            return Optional.empty();
        }
        field.mapping(Set.of());
        warnOfStrayLabels(field);
        List<Requirement> requirements = new ArrayList<>();
        Metadata.labels(field.child("matchLabels"))
                .forEach(
                        (key, value) ->
                                requirements.add(new Requirement(key, Operator.IN, Set.of(value))));
        for (Field expression : field.child("matchExpressions").elements()) {
            requirement(expression).ifPresent(requirements::add);
        }
        return Optional.of(new LabelSelector(requirements));
    }

    /**
     * Labels written straight into a selector are unknown fields, and then it selects more than was
     * meant.
     */
    private static void warnOfStrayLabels(Field field) {
        field.node()
                .fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!SELECTOR_FIELDS.contains(name)) {
                                String meant = Spelling.didYouMean(name, SELECTOR_FIELDS);
                                field.child(name)
                                        .warning(
                                                "unknown field: it has no effect",
                                                meant.isEmpty()
                                                        ? "labels go below matchLabels"
                                                        : meant);
                            }
                        });
    }

    private static Optional<Requirement> requirement(Field expression) {
        expression.mapping(EXPRESSION_FIELDS);
        String key = expression.child("key").text().orElse("");
        expression.child("key").check(key, Syntax::qualifiedName);
        Set<String> values = new HashSet<>();
        for (Field element : expression.child("values").elements()) {
            String value = element.text().orElse("");
            element.check(value, Syntax::labelValue);
            values.add(value);
        }
        Optional<Operator> operator = operator(expression.child("operator"));
        operator.ifPresent(it -> checkValues(it, expression.child("values"), values));
        return operator.map(it -> new Requirement(key, it, values));
    }

    private static void checkValues(Operator operator, Field field, Set<String> values) {
        switch (operator) {
            case IN, NOT_IN -> {
                if (values.isEmpty()) {
                    field.error(
                            "must hold a value: operator "
                                    + operator.manifestName()
                                    + " needs some");
                }
            }
            case EXISTS, DOES_NOT_EXIST -> {
                if (!values.isEmpty()) {
                    field.error(
                            "must be left out: operator "
                                    + operator.manifestName()
                                    + " takes none");
                }
            }
        }
    }

    private static Optional<Operator> operator(Field field) {
        String name = field.text().orElse("");
        Optional<Operator> operator =
                Arrays.stream(Operator.values())
                        .filter(it -> it.manifestName().equals(name))
                        .findFirst();
        if (operator.isEmpty()) {
            List<String> known =
                    Arrays.stream(Operator.values()).map(Operator::manifestName).toList();
            field.error(
                    Field.quoted(name) + " must be one of " + String.join(", ", known),
                    Spelling.didYouMean(name, known));
        }
        return operator;
    }
}
