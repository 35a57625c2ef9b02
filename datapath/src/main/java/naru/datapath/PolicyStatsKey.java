package naru.datapath;

import naru.datapath.abi.PolicyDirection;
import naru.datapath.abi.PolicyStatsKeyLayout;

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

    static PolicyStatsKey of(PolicyStatsKeyLayout layout) {
        return new PolicyStatsKey(
                layout.endpoint(),
                PolicyDirection.of(layout.direction()).orElseThrow(),
                layout.identity(),
                layout.blockSet(),
                layout.protocol(),
                layout.port(),
                PolicyMapKey.portPrefix(layout.prefixLength()));
    }

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
