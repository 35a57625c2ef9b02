package naru.linux.netfilter;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What tells whether somebody may have changed iptables rules since: some system calls, where
 * reading the rules costs processes. Of the calling thread's network namespace.
 *
 * @param nft the number of the last change in nftables; empty: the kernel has none
 * @param legacy a hash of what is in table filter of the legacy backend, its counters left out;
 *     empty: there is no such table
 */
public record RulesetStamp(OptionalInt nft, OptionalLong legacy) {

    /** As it is now. */
    public static RulesetStamp now() {
        return new RulesetStamp(NftGeneration.read(), LegacyTable.hash("filter"));
    }
}
