package naru.datapath;

import naru.datapath.abi.AbiNumbers;
import naru.datapath.abi.PolicyDirection;

/**
 * Which packets a policy entry is about.
 *
 * @param policySet whose entry it is
 * @param direction seen from the endpoint whose policy it is
 * @param identity of the peer; 0: any
 * @param blockSet of the peer's address; 0: any
 * @param protocol IANA number; 0: any, and then {@code portPrefix} is 0
 * @param port lowest destination port of the range
 * @param portPrefix leading bits of the port that must agree, 0 to 16; 0: any port
 */
public record PolicyMapKey(
        int policySet,
        PolicyDirection direction,
        int identity,
        int blockSet,
        int protocol,
        int port,
        int portPrefix) {

    public PolicyMapKey {
        if (portPrefix < 0 || portPrefix > 16 || protocol == 0 && portPrefix != 0) {
            throw new IllegalArgumentException(
                    "port prefix " + portPrefix + " of protocol " + protocol);
        }
    }

    /** Bits of the key that must agree. */
    int prefixLength() {
        return protocol == 0
                ? AbiNumbers.POLICY_PREFIX_PEER
                : AbiNumbers.POLICY_PREFIX_PROTOCOL + portPrefix;
    }

    /** The port prefix of a key with {@code prefixLength}. */
    static int portPrefix(int prefixLength) {
        return Math.max(0, prefixLength - AbiNumbers.POLICY_PREFIX_PROTOCOL);
    }
}
