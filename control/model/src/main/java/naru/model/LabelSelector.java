package naru.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@code metav1.LabelSelector}: all requirements must hold; without any, everything matches.
 * {@code matchLabels} arrive as {@link Operator#IN} with one value.
 */
public record LabelSelector(List<Requirement> requirements) {

    /** Matches everything. */
    public static final LabelSelector ALL = new LabelSelector(List.of());

    public LabelSelector {
        requirements = requirements.stream().distinct().sorted(Requirement.ORDER).toList();
    }

    /** The operators of {@code matchExpressions}. */
    public enum Operator {
        IN("In"),
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist");

        private final String manifestName;

        Operator(String manifestName) {
            this.manifestName = manifestName;
        }

        /** The operator as manifests spell it. */
        public String manifestName() {
            return manifestName;
        }
    }

    /** One requirement; {@code values} is empty for Exists and DoesNotExist. */
    public record Requirement(String key, Operator operator, Set<String> values) {

        static final java.util.Comparator<Requirement> ORDER =
                java.util.Comparator.comparing(Requirement::key)
                        .thenComparing(Requirement::operator)
                        .thenComparing(r -> new java.util.TreeSet<>(r.values).toString());

        public Requirement {
            values = Set.copyOf(values);
        }

        /**
         * NotIn and DoesNotExist hold for labels that lack the key
         * (metav1.LabelSelectorRequirement).
         */
        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }

        @Override
        public String toString() {
            String sorted = String.join(",", new java.util.TreeSet<>(values));
            return switch (operator) {
                case IN -> values.size() == 1 ? key + "=" + sorted : key + " in (" + sorted + ")";
                case NOT_IN -> key + " notin (" + sorted + ")";
                case EXISTS -> key;
                case DOES_NOT_EXIST -> "!" + key;
            };
        }
    }

    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** As {@code kubectl get -l} would take it; {@code <all>} if it matches everything. */
    @Override
    public String toString() {
        return requirements.isEmpty()
                ? "<all>"
                : String.join(",", requirements.stream().map(Requirement::toString).toList());
    }
}
