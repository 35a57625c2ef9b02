package naru.lab.scenario;

import java.util.Locale;

/** Seen from the pod that a policy selects. */
enum Direction {
    INGRESS,
    EGRESS;

    /** As in {@code policyTypes}. */
    String policyType() {
        return this == INGRESS ? "Ingress" : "Egress";
    }

    /** The field with the rules. */
    String rulesField() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The field with a rule's peers. */
    String peersField() {
        return this == INGRESS ? "from" : "to";
    }

    Direction opposite() {
        return this == INGRESS ? EGRESS : INGRESS;
    }
}
