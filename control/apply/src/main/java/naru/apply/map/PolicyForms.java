package naru.apply.map;

import naru.apply.map.TypedTable.Both;
import naru.compile.PolicyEntry;
import naru.compile.PolicyEntry.Verdict;
import naru.compile.PolicyKey;
import naru.datapath.PolicyMapEntry;
import naru.datapath.PolicyMapKey;
import naru.datapath.abi.PolicyDirection;
import naru.datapath.abi.PolicyVerdict;
import naru.model.NetworkPolicy.Direction;

/** Policy keys and entries, the compiler's and the datapath's. */
public final class PolicyForms {

    static final Both<PolicyKey, PolicyMapKey> KEY =
            new Both<>(PolicyForms::mapKey, PolicyForms::policyKey);

    static final Both<PolicyEntry, PolicyMapEntry> ENTRY =
            new Both<>(PolicyForms::mapEntry, PolicyForms::policyEntry);

    private PolicyForms() {}

    /** The key as the datapath has it. */
    public static PolicyMapKey mapKey(PolicyKey key) {
        return new PolicyMapKey(
                key.policySet(),
                direction(key.direction()),
                key.identity(),
                key.blockSet(),
                key.protocol(),
                key.port(),
                key.portPrefix());
    }

    private static PolicyKey policyKey(PolicyMapKey key) {
        return new PolicyKey(
                key.policySet(),
                direction(key.direction()),
                key.identity(),
                key.blockSet(),
                key.protocol(),
                key.port(),
                key.portPrefix());
    }

    private static PolicyMapEntry mapEntry(PolicyEntry entry) {
        PolicyVerdict verdict =
                switch (entry.verdict()) {
                    case DENY -> PolicyVerdict.DENY;
                    case ALLOW -> PolicyVerdict.ALLOW;
                    case PASS -> PolicyVerdict.PASS;
                };
        return new PolicyMapEntry(verdict, entry.precedence(), entry.rule());
    }

    private static PolicyEntry policyEntry(PolicyMapEntry entry) {
        Verdict verdict =
                switch (entry.verdict()) {
                    case DENY -> Verdict.DENY;
                    case ALLOW -> Verdict.ALLOW;
                    case PASS -> Verdict.PASS;
                };
        return new PolicyEntry(verdict, entry.precedence(), entry.rule());
    }

    /** The direction as the datapath has it. */
    public static PolicyDirection direction(Direction direction) {
        return switch (direction) {
            case INGRESS -> PolicyDirection.INGRESS;
            case EGRESS -> PolicyDirection.EGRESS;
        };
    }

    /** The direction as the model has it. */
    public static Direction direction(PolicyDirection direction) {
        return switch (direction) {
            case INGRESS -> Direction.INGRESS;
            case EGRESS -> Direction.EGRESS;
        };
    }
}
