package naru.apply.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import naru.compile.Delta.IpcacheEntry;
import naru.compile.PolicyEntry;
import naru.compile.PolicyKey;
import naru.desired.DesiredEndpoint;
import naru.desired.DesiredState;
import naru.desired.Table;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/**
 * Makes the kernel's maps what the desired tables say. What lets packets through is written in an
 * order in which no packet meets half a change: adding, policy first and addresses after; removing,
 * the other way round; endpoints when all addresses are right, because the set that they leave
 * knows both old and new numbers of blocks; the epochs last. One thread.
 */
public final class MapApplier {

    /** The set in which nothing but the local host gets in. */
    private static final int CLOSED_SET = 0;

    /**
     * The longest prefix of an address decides. Put in this order, and removed in the other, each
     * address goes from what it was to what it will be at once; otherwise it would be for a moment
     * what the rest of a block is of which it is an exception.
     */
    private static final Comparator<Ipv4Prefix> LONGEST_FIRST =
            Comparator.comparingInt(Ipv4Prefix::length).reversed();

    private static final Comparator<Ipv4Address> ANY_ORDER = (_, _) -> 0;

    private final Kernel kernel;
    private final EpochPlan epochs = new EpochPlan();
    private boolean upToDate;
    private final PolicyWriter policy;
    private final TableWriter<Ipv4Prefix, Integer> blocks;
    private final TableWriter<Ipv4Prefix, IpcacheEntry> ipcache;
    private final TableWriter<Ipv4Address, DesiredEndpoint> endpoints;

    public MapApplier(Kernel kernel) {
        this.kernel = kernel;
        this.policy = new PolicyWriter(kernel.policy(), epochs);
        this.blocks = new TableWriter<>(kernel.blocks(), LONGEST_FIRST, epochs::blockChanged);
        this.ipcache = new TableWriter<>(kernel.ipcache(), LONGEST_FIRST, epochs::ipcacheChanged);
        this.endpoints = new TableWriter<>(kernel.endpoints(), ANY_ORDER, epochs::endpointChanged);
    }

    /**
     * How a round went.
     *
     * @param closedSets policy sets that do not fit into the kernel, with its words
     * @param refused other rows that the kernel refused
     */
    public record Outcome(Map<Integer, String> closedSets, List<String> refused) {
        public Outcome {
            closedSets = Map.copyOf(closedSets);
            refused = List.copyOf(refused);
        }
    }

    /**
     * Reads the kernel's maps and marks what is right, what is missing and what is too many. To be
     * called once before the first round, and whenever somebody may have changed the maps.
     *
     * @return how many rows had been right and are not any more, and how many were nobody's
     */
    public int readBack(DesiredState desired) {
        AtomicInteger strangers = new AtomicInteger();
        Map<PolicyKey, PolicyEntry> policyNow = kernel.policy().clean(strangers::addAndGet);
        Map<Ipv4Prefix, Integer> blocksNow = kernel.blocks().clean(strangers::addAndGet);
        Map<Ipv4Prefix, IpcacheEntry> ipcacheNow = kernel.ipcache().clean(strangers::addAndGet);
        Map<Ipv4Address, DesiredEndpoint> endpointsNow =
                kernel.endpoints().clean(strangers::addAndGet);
        epochs.start(policyNow, ipcacheNow, blocksNow, endpointsNow);
        policy.tryAll();
        if (strangers.get() > 0) { // nobody knows what they let through
            upToDate = false;
            kernel.epochs().setBehind(true);
        }
        return strangers.get()
                + desired.policy().adopt(policyNow, UnaryOperator.identity())
                + desired.blocks().adopt(blocksNow, UnaryOperator.identity())
                + desired.ipcache().adopt(ipcacheNow, UnaryOperator.identity())
                + desired.endpoints().adopt(endpointsNow, this::inForce);
    }

    /** What the kernel's maps hold at a moment, read on any thread. */
    public final class Reading {
        private final Map<PolicyKey, PolicyEntry> policyNow = kernel.policy().dump();
        private final Map<Ipv4Prefix, Integer> blocksNow = kernel.blocks().dump();
        private final Map<Ipv4Prefix, IpcacheEntry> ipcacheNow = kernel.ipcache().dump();
        private final Map<Ipv4Address, DesiredEndpoint> endpointsNow = kernel.endpoints().dump();

        /** Keys by map that were not as they should be; on the thread of the applier. */
        public Map<String, List<?>> differences(DesiredState desired) {
            return Map.of(
                    kernel.policy().name(),
                    desired.policy().differing(policyNow, UnaryOperator.identity()),
                    kernel.blocks().name(),
                    desired.blocks().differing(blocksNow, UnaryOperator.identity()),
                    kernel.ipcache().name(),
                    desired.ipcache().differing(ipcacheNow, UnaryOperator.identity()),
                    kernel.endpoints().name(),
                    desired.endpoints().differing(endpointsNow, MapApplier.this::inForce));
        }
    }

    /** Reads the kernel's maps; changes nothing. */
    public Reading read() {
        return new Reading();
    }

    /**
     * Looks for what others changed in the kernel's maps, at a cost that does not grow with the
     * cluster. What it finds, {@link #readBack} and {@link #apply} put right.
     */
    public List<MapDrift> glance(DesiredState desired) {
        return MapGlance.look(kernel, desired);
    }

    /** Brings all that differs into the kernel. */
    public Outcome apply(DesiredState desired) {
        boolean behind = !upToDate && kernel.epochs().isBehind();
        if (desired.isSettled() && !behind) {
            return new Outcome(policy.closed(), List.of());
        }
        if (behind) {
            epochs.all(); // an agent was killed, or failed, between its maps and their epochs
        }
        upToDate = false;
        kernel.epochs().setBehind(true);
        try {
            List<String> refused = write(desired);
            return new Outcome(policy.closed(), refused);
        } finally {
            epochs.move(kernel.epochs());
            kernel.epochs().setBehind(false);
            upToDate = true;
        }
    }

    private List<String> write(DesiredState desired) {
        List<String> refused = new ArrayList<>();
        putPolicy(desired);
        refused.addAll(blocks.put(desired.blocks()));
        refused.addAll(ipcache.put(desired.ipcache()));
        blocks.remove(desired.blocks());
        ipcache.remove(desired.ipcache());
        refused.addAll(endpoints.put(desired.endpoints(), this::inForce));
        endpoints.remove(desired.endpoints());
        policy.remove(desired.policy());
        if (policy.hasClosed()) {
            putPolicy(desired); // what was removed made room
            refused.addAll(endpoints.put(desired.endpoints(), this::inForce));
        }
        return refused;
    }

    /** Also decides which endpoints have to change because a set was closed or opened. */
    private void putPolicy(DesiredState desired) {
        Set<Integer> closedBefore = policy.closed().keySet();
        policy.put(desired.policy());
        Set<Integer> closedNow = policy.closed().keySet();
        if (!closedNow.equals(closedBefore)) {
            Set<Integer> changed = new HashSet<>(closedBefore);
            changed.addAll(closedNow);
            changed.removeIf(set -> closedBefore.contains(set) && closedNow.contains(set));
            retryUnder(changed, desired.endpoints());
        }
    }

    private static void retryUnder(
            Set<Integer> policySets, Table<Ipv4Address, DesiredEndpoint> endpoints) {
        endpoints
                .rows()
                .forEach(
                        (address, row) -> {
                            if (policySets.contains(row.value().policySet())) {
                                endpoints.retry(address);
                            }
                        });
    }

    private DesiredEndpoint inForce(DesiredEndpoint wished) {
        return policy.isClosed(wished.policySet()) ? wished.withPolicySet(CLOSED_SET) : wished;
    }
}
