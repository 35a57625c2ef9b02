package naru.apply.map;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import naru.compile.Delta.IpcacheEntry;
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

    private final Kernel kernel;
    private final PolicyWriter policy;
    private final TableWriter<Ipv4Prefix, Integer> blocks;
    private final TableWriter<Ipv4Prefix, IpcacheEntry> ipcache;
    private final TableWriter<Ipv4Address, DesiredEndpoint> endpoints;

    public MapApplier(Kernel kernel) {
        this.kernel = kernel;
        this.policy = new PolicyWriter(kernel.policy());
        this.blocks = new TableWriter<>(kernel.blocks());
        this.ipcache = new TableWriter<>(kernel.ipcache());
        this.endpoints = new TableWriter<>(kernel.endpoints());
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
     * Reads the kernel's maps and marks what is right, what is missing and what is too many.
     *
     * @return how many rows had been right and are not any more
     */
    public int readBack(DesiredState desired) {
        return desired.policy().adopt(kernel.policy().dump())
                + desired.blocks().adopt(kernel.blocks().dump())
                + desired.ipcache().adopt(withOwners(desired.ipcache()))
                + desired.endpoints().adopt(asDesired(desired.endpoints()));
    }

    /** The kernel keeps numbers only; the owner of an equal number is taken to be the same. */
    private Map<Ipv4Prefix, IpcacheEntry> withOwners(Table<Ipv4Prefix, IpcacheEntry> table) {
        Map<Ipv4Prefix, IpcacheEntry> actual = new HashMap<>(kernel.ipcache().dump());
        actual.replaceAll(
                (prefix, entry) ->
                        table.row(prefix)
                                .map(Table.Row::value)
                                .filter(wished -> wished.identity() == entry.identity())
                                .orElse(entry));
        return actual;
    }

    /** An endpoint whose set is closed is right when it is in the closed set. */
    private Map<Ipv4Address, DesiredEndpoint> asDesired(Table<Ipv4Address, DesiredEndpoint> table) {
        Map<Ipv4Address, DesiredEndpoint> actual = new HashMap<>(kernel.endpoints().dump());
        actual.replaceAll(
                (address, found) ->
                        table.row(address)
                                .map(Table.Row::value)
                                .filter(wished -> inForce(wished).equals(found))
                                .orElse(found));
        return actual;
    }

    /** Brings all that differs into the kernel. */
    public Outcome apply(DesiredState desired) {
        if (desired.isSettled()) {
            return new Outcome(policy.closed(), List.of());
        }
        List<String> refused = new ArrayList<>();
        EpochPlan epochs = new EpochPlan();
        Set<Integer> sets = new HashSet<>(putPolicy(desired));
        Consumer<Ipv4Prefix> covered = prefix -> moveCovered(desired.endpoints(), prefix, epochs);
        refused.addAll(blocks.put(desired.blocks(), desired.blocks().toPut(), covered));
        refused.addAll(ipcache.put(desired.ipcache(), desired.ipcache().toPut(), epochs::prefix));
        blocks.remove(desired.blocks(), covered);
        ipcache.remove(desired.ipcache(), epochs::prefix);
        refused.addAll(putEndpoints(desired.endpoints(), epochs));
        endpoints.remove(desired.endpoints(), address -> epochs.prefix(address.toPrefix()));
        sets.addAll(policy.remove(desired.policy()));
        if (!policy.closed().isEmpty()) {
            sets.addAll(putPolicy(desired)); // what was removed made room
            refused.addAll(putEndpoints(desired.endpoints(), epochs));
        }
        desired.endpoints().rows().values().stream()
                .filter(row -> sets.contains(row.value().policySet()))
                .forEach(row -> epochs.slot(row.value().slot()));
        kernel.epochs().move(epochs.indexes());
        return new Outcome(policy.closed(), refused);
    }

    /**
     * A block covers pods of this node too, and their flows are stamped with their slots' epochs.
     */
    private static void moveCovered(
            Table<Ipv4Address, DesiredEndpoint> table, Ipv4Prefix prefix, EpochPlan epochs) {
        epochs.prefix(prefix);
        table.rows()
                .forEach(
                        (address, row) -> {
                            if (prefix.contains(address)) {
                                epochs.slot(row.value().slot());
                            }
                        });
    }

    private List<String> putEndpoints(Table<Ipv4Address, DesiredEndpoint> table, EpochPlan epochs) {
        Map<Ipv4Address, DesiredEndpoint> rows = table.toPut();
        rows.replaceAll((_, endpoint) -> inForce(endpoint));
        return endpoints.put(
                table,
                rows,
                address -> {
                    epochs.slot(requireNonNull(rows.get(address)).slot());
                    epochs.prefix(address.toPrefix());
                });
    }

    /** Also decides which endpoints have to change because a set was closed or opened. */
    private Set<Integer> putPolicy(DesiredState desired) {
        Set<Integer> closedBefore = Set.copyOf(policy.closed().keySet());
        Set<Integer> touched = policy.put(desired.policy());
        retryWhereClosingChanged(desired.endpoints(), closedBefore);
        return touched;
    }

    private void retryWhereClosingChanged(
            Table<Ipv4Address, DesiredEndpoint> table, Set<Integer> closedBefore) {
        Set<Integer> changed = new HashSet<>(closedBefore);
        policy.closed()
                .keySet()
                .forEach(
                        set -> {
                            if (!changed.remove(set)) {
                                changed.add(set);
                            }
                        });
        List.copyOf(table.rows().entrySet()).stream()
                .filter(row -> changed.contains(row.getValue().value().policySet()))
                .forEach(row -> table.retry(row.getKey()));
    }

    private DesiredEndpoint inForce(DesiredEndpoint wished) {
        return policy.closed().containsKey(wished.policySet())
                ? wished.withPolicySet(CLOSED_SET)
                : wished;
    }
}
