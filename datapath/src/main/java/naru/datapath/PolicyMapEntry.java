package naru.datapath;

import naru.datapath.abi.PolicyVerdict;

/**
 * What happens to packets that a policy key is about.
 *
 * @param precedence of all entries found for a packet the highest wins, unsigned
 * @param rule number of the rules that made it
 * @param proxyPort 0: none
 */
public record PolicyMapEntry(PolicyVerdict verdict, int precedence, int rule, int proxyPort) {

    /** Without a proxy. */
    public PolicyMapEntry(PolicyVerdict verdict, int precedence, int rule) {
        this(verdict, precedence, rule, 0);
    }
}
