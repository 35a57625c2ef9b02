package naru.datapath;

import naru.datapath.abi.PolicyDirection;

/**
 * Whose use of which policy entry is counted.
 *
 * @param endpoint the endpoint's number
 * @param identity of the entry's key; with the rest: the entry, without its policy set
 */
public record PolicyStatsKey(
        int endpoint,
        PolicyDirection direction,
        int identity,
        int blockSet,
        int protocol,
        int port,
        int portPrefix) {

    /** The counter of {@code endpoint} for an entry. */
    public static PolicyStatsKey of(int endpoint, PolicyMapKey key) {
        return new PolicyStatsKey(
                endpoint,
                key.direction(),
                key.identity(),
                key.blockSet(),
                key.protocol(),
                key.port(),
                key.portPrefix());
    }
}
