package naru.compile;

import naru.compile.PolicyEntry.Verdict;

/**
 * The 32 bit word that decides between entries: 24 bits of inverted priority, then the class of the
 * verdict.
 */
final class Precedence {

    /**
     * Priorities: lower ones win. What lies between is for tiers of policies around NetworkPolicy.
     */
    static final int LOCAL_HOST = 0;

    static final int NETWORK_POLICY = 0x800000;
    static final int NOT_ISOLATED = 0xffffff;

    private Precedence() {}

    static int of(int priority, Verdict verdict) {
        return 0xffffff - priority << 8 | verdict.precedenceClass();
    }
}
