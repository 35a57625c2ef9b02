package naru.apply.map;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import naru.apply.map.Kernel.Epochs;
import naru.compile.Delta.IpcacheEntry;
import naru.compile.PolicyEntry;
import naru.compile.PolicyEntry.Verdict;
import naru.compile.PolicyKey;
import naru.datapath.EpochMap;
import naru.datapath.abi.AbiNumbers;
import naru.desired.DesiredEndpoint;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import org.jspecify.annotations.Nullable;

/**
 * Which epochs a round of changes moves: those under which a flow may have been allowed that is to
 * be judged anew, and no others (datapath/maps/epoch_map.h).
 *
 * <ul>
 *   <li>An address that comes, goes or changes its identity moves its bucket; a pod of this node
 *       also its slot, by which flows with it are stamped.
 *   <li>A short range of blocks moves the buckets of its addresses, and the slots of the endpoints
 *       in it. A wide one would move them all, so it moves the slots of those endpoints whose
 *       policy says something about the block set that its addresses had.
 *   <li>A policy entry moves the slots of its policy set's endpoints if it went or changed, or came
 *       and does not allow. An entry that comes and allows takes nothing away: the compiler sees to
 *       it that a longer prefix weighs no less than a shorter one of the same peer.
 *   <li>Unless nobody is meant by the entry: no address in the kernel has its identity, or no
 *       prefix its block set. Flows with those that had it are stale already. So pods that come and
 *       go elsewhere leave the slots of this node alone.
 *   <li>What the programs remember of policy's answers goes with any entry, {@code EPOCH_POLICY}.
 * </ul>
 */
final class EpochPlan {

    /** Prefixes of 256 addresses at most. */
    private static final int SHORT_RANGE = 24;

    private final Holders identities = new Holders();
    private final BlocksInForce blocks = new BlocksInForce();
    private final EndpointsInForce endpoints = new EndpointsInForce();
    private final Set<Integer> indexes = new HashSet<>();
    private final Set<Integer> policySets = new HashSet<>();

    /** What the kernel holds before the first change. */
    void start(
            Map<PolicyKey, PolicyEntry> policy,
            Map<Ipv4Prefix, IpcacheEntry> ipcache,
            Map<Ipv4Prefix, Integer> blockMap,
            Map<Ipv4Address, DesiredEndpoint> endpointMap) {
        identities.clear();
        blocks.clear();
        endpoints.clear();
        ipcache.values().forEach(entry -> identities.add(entry.identity()));
        policy.forEach(blocks::entryPut);
        blockMap.forEach((prefix, number) -> blocks.changed(prefix, null, number));
        endpointMap.forEach(
                (address, endpoint) -> {
                    identities.add(endpoint.identity());
                    endpoints.changed(address, null, endpoint);
                });
    }

    void ipcacheChanged(
            Ipv4Prefix prefix, @Nullable IpcacheEntry before, @Nullable IpcacheEntry now) {
        if (before != null) {
            identities.remove(before.identity());
        }
        if (now != null) {
            identities.add(now.identity());
        }
        bucketsOf(prefix);
    }

    void blockChanged(Ipv4Prefix prefix, @Nullable Integer before, @Nullable Integer now) {
        if (prefix.length() >= SHORT_RANGE) {
            bucketsOf(prefix);
            endpoints.in(prefix).forEach(this::slotOf);
        } else {
            policySets.addAll(blocks.policySets(blocks.number(prefix)));
        }
        blocks.changed(prefix, before, now);
    }

    void endpointChanged(
            Ipv4Address address, @Nullable DesiredEndpoint before, @Nullable DesiredEndpoint now) {
        endpoints.changed(address, before, now);
        if (before != null) {
            identities.remove(before.identity());
            slotOf(before);
        }
        if (now != null) {
            identities.add(now.identity());
            slotOf(now);
        }
        if (before == null || now == null) {
            bucketsOf(address.toPrefix());
        }
    }

    /** An entry is to be in the kernel in place of another; null: of none. */
    void policyPut(PolicyKey key, @Nullable PolicyEntry before, PolicyEntry now) {
        indexes.add(AbiNumbers.EPOCH_POLICY);
        blocks.entryPut(key, now);
        if (before != null || now.verdict() != Verdict.ALLOW) {
            mayTakeAway(key);
        }
    }

    void policyRemoved(PolicyKey key) {
        indexes.add(AbiNumbers.EPOCH_POLICY);
        mayTakeAway(key);
        blocks.entryRemoved(key);
    }

    private void mayTakeAway(PolicyKey key) {
        if (!identities.isNobodysIdentity(key.identity()) && !blocks.isNobodys(key.blockSet())) {
            policySets.add(key.policySet());
        }
    }

    private void slotOf(DesiredEndpoint endpoint) {
        indexes.add(endpoint.slot());
    }

    private void bucketsOf(Ipv4Prefix prefix) {
        long addresses = 1L << 32 - prefix.length();
        if (addresses >= AbiNumbers.EPOCH_BUCKETS) {
            allBuckets();
        } else {
            for (int i = 0; i < addresses; i++) {
                indexes.add(EpochMap.bucket(new Ipv4Address(prefix.bits() + i)));
            }
        }
    }

    private void allBuckets() {
        for (int bucket = 0; bucket < AbiNumbers.EPOCH_BUCKETS; bucket++) {
            indexes.add(AbiNumbers.EPOCH_SLOTS + bucket);
        }
    }

    /** Nothing is known of what changed: all move. */
    void all() {
        for (int slot = 1; slot < AbiNumbers.EPOCH_SLOTS; slot++) {
            indexes.add(slot);
        }
        allBuckets();
        indexes.add(AbiNumbers.EPOCH_POLICY);
    }

    /** Moves them, and begins anew if that worked. */
    void move(Epochs epochs) {
        policySets.forEach(set -> endpoints.under(set).forEach(this::slotOf));
        if (!indexes.isEmpty()) {
            epochs.move(Collections.unmodifiableSet(indexes));
        }
        indexes.clear();
        policySets.clear();
    }
}
