package naru.naive;

import java.util.Map;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
import naru.model.LabelSelector.Requirement;

/** Label selectors: an empty one matches all objects; all requirements are ANDed. */
final class NaiveLabels {

    private NaiveLabels() {}

    static boolean match(LabelSelector selector, Map<String, String> labels) {
        int unmet = 0;
        for (Requirement requirement : selector.requirements()) {
            if (!met(requirement, labels)) {
                unmet++;
            }
        }
        return unmet == 0;
    }

    private static boolean met(Requirement requirement, Map<String, String> labels) {
        boolean has = false;
        boolean hasOneOfThem = false;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (label.getKey().equals(requirement.key())) {
                has = true;
                for (String value : requirement.values()) {
                    hasOneOfThem |= value.equals(label.getValue());
                }
            }
        }
        if (requirement.operator() == Operator.EXISTS) {
            return has;
        }
        if (requirement.operator() == Operator.DOES_NOT_EXIST) {
            return !has;
        }
        return (requirement.operator() == Operator.IN) == hasOneOfThem;
    }
}
