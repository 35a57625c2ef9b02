package naru.apply.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import naru.apply.map.MapApplier.Outcome;
import naru.compile.Delta;
import naru.compile.Delta.IpcacheEntry;
import naru.compile.PolicyEntry;
import naru.compile.PolicyEntry.Verdict;
import naru.compile.PolicyKey;
import naru.datapath.EpochMap;
import naru.desired.DesiredEndpoint;
import naru.desired.DesiredState;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.NetworkPolicy.Direction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapApplierTest {

    private static final int CLOSED = 0;
    private static final Ipv4Address POD = Ipv4Address.parse("10.0.0.5");
    private static final Ipv4Prefix PEER = Ipv4Prefix.parse("10.0.1.7/32");

    private final List<String> journal = new ArrayList<>();
    private final FakeTable<PolicyKey, PolicyEntry> policy = new FakeTable<>("policy", journal);
    private final FakeTable<Ipv4Prefix, Integer> blocks = new FakeTable<>("block", journal);
    private final FakeTable<Ipv4Prefix, IpcacheEntry> ipcache = new FakeTable<>("ipcache", journal);
    private final FakeTable<Ipv4Address, DesiredEndpoint> endpoints =
            new FakeTable<>("endpoint", journal);
    private final FakeEpochs epochs = new FakeEpochs(journal);
    private final Set<Integer> moved = epochs.moved;
    private final DesiredState desired = new DesiredState();
    private MapApplier applier = newApplier();

    private MapApplier newApplier() {
        return new MapApplier(new Kernel(policy, blocks, ipcache, endpoints, epochs));
    }

    @BeforeEach
    void aPodWithOneRule() {
        desired.policy().put(key(7, 80), entry(1));
        desired.blocks().put(Ipv4Prefix.parse("10.0.0.0/8"), 3);
        desired.ipcache().put(PEER, new IpcacheEntry(300, "pod a/b"));
        desired.endpoints().put(POD, endpoint(7));
    }

    @Test
    void policyIsThereBeforeAddressesAndEpochsMoveLast() {
        applier.apply(desired);
        assertThat(journal).containsExactly("+policy", "+block", "+ipcache", "+endpoint", "epochs");
        assertThat(moved).contains(1, EpochMap.bucket(PEER.first()), EpochMap.bucket(POD));
    }

    @Test
    void addressesGoBeforePolicyAndEpochsMoveLast() {
        applier.apply(desired);
        journal.clear();
        desired.change(
                new Delta(
                        Map.of(),
                        Set.of(key(7, 80)),
                        Map.of(),
                        Set.of(Ipv4Prefix.parse("10.0.0.0/8")),
                        Map.of(),
                        Set.of(PEER),
                        Map.of()));
        desired.endpoints().remove(POD);
        applier.apply(desired);
        assertThat(journal).containsExactly("-block", "-ipcache", "-endpoint", "-policy", "epochs");
        assertThat(policy.rows).isEmpty();
    }

    @Test
    void withoutChangesNothingIsTouched() {
        applier.apply(desired);
        journal.clear();
        assertThat(applier.readBack(desired)).isZero();
        applier.apply(desired);
        assertThat(journal).isEmpty();
    }

    @Test
    void aNewAgentRewritesNothingThatIsRightAndPrunesStrays() {
        applier.apply(desired);
        policy.rows.put(key(9, 443), entry(8));
        ipcache.rows.put(PEER, new IpcacheEntry(300, ""));
        journal.clear();

        DesiredState afterRestart = new DesiredState();
        desired.policy().rows().forEach((k, row) -> afterRestart.policy().put(k, row.value()));
        desired.blocks().rows().forEach((k, row) -> afterRestart.blocks().put(k, row.value()));
        desired.ipcache().rows().forEach((k, row) -> afterRestart.ipcache().put(k, row.value()));
        desired.endpoints()
                .rows()
                .forEach((k, row) -> afterRestart.endpoints().put(k, row.value()));
        applier = newApplier();
        applier.readBack(afterRestart);
        applier.apply(afterRestart);
        assertThat(journal).containsExactly("-policy", "epochs");
    }

    @Test
    void whatSomebodyChangedInTheKernelIsRepaired() {
        applier.apply(desired);
        policy.rows.clear();
        endpoints.rows.put(POD, endpoint(99));
        assertThat(applier.readBack(desired)).isEqualTo(2);
        applier.apply(desired);
        assertThat(policy.rows).containsKey(key(7, 80));
        assertThat(endpoints.rows).containsEntry(POD, endpoint(7));
    }

    @Test
    void aSetThatDoesNotFitIsClosedAndOthersAreNotDisturbed() {
        applier.apply(desired);
        policy.room = 2;
        Ipv4Address other = Ipv4Address.parse("10.0.0.6");
        desired.policy().put(key(8, 80), entry(2));
        desired.policy().put(key(8, 81), entry(3));
        desired.endpoints().put(other, new DesiredEndpoint(2, 11, 500, 8, 1500, 1, 2));
        Outcome outcome = applier.apply(desired);

        assertThat(outcome.closedSets()).containsOnlyKeys(8);
        assertThat(policy.rows).containsOnlyKeys(key(7, 80));
        assertThat(endpoints.rows.get(other).policySet()).isEqualTo(CLOSED);
        assertThat(endpoints.rows.get(POD).policySet()).isEqualTo(7);
        assertThat(applier.readBack(desired)).isZero();
    }

    @Test
    void aClosedSetOpensWhenThereIsRoom() {
        aSetThatDoesNotFitIsClosedAndOthersAreNotDisturbed();
        desired.policy().remove(key(7, 80));
        desired.endpoints().put(POD, endpoint(CLOSED));
        Outcome outcome = applier.apply(desired);

        assertThat(outcome.closedSets()).isEmpty();
        assertThat(policy.rows).containsOnlyKeys(key(8, 80), key(8, 81));
        assertThat(endpoints.rows.get(Ipv4Address.parse("10.0.0.6")).policySet()).isEqualTo(8);
        assertThat(desired.isSettled()).isTrue();
    }

    @Test
    void aClosedSetOpensWhenItShrinks() {
        aSetThatDoesNotFitIsClosedAndOthersAreNotDisturbed();
        desired.policy().remove(key(8, 81));
        assertThat(applier.apply(desired).closedSets()).isEmpty();
        assertThat(policy.rows).containsOnlyKeys(key(7, 80), key(8, 80));
        assertThat(endpoints.rows.get(Ipv4Address.parse("10.0.0.6")).policySet()).isEqualTo(8);
    }

    @Test
    void aSetThatGrowsTooBigIsClosedAsAWhole() {
        applier.apply(desired);
        policy.room = 1;
        desired.policy().put(key(7, 81), entry(2));
        assertThat(applier.apply(desired).closedSets()).containsOnlyKeys(7);
        assertThat(policy.rows).isEmpty();
        assertThat(endpoints.rows.get(POD).policySet()).isEqualTo(CLOSED);
    }

    @Test
    void anAddressThatIsRefusedKeepsNoOtherOut() {
        ipcache.room = 1;
        desired.ipcache().put(Ipv4Prefix.parse("10.0.1.8/32"), new IpcacheEntry(301, "pod a/c"));
        assertThat(applier.apply(desired).refused()).hasSize(1);
        assertThat(endpoints.rows).containsKey(POD);
        ipcache.room = 2;
        assertThat(applier.apply(desired).refused()).isEmpty();
        assertThat(desired.isSettled()).isTrue();
    }

    /** What the long lane found: a packet from an exception was taken for one from its block. */
    @Test
    void anExceptionIsForNoMomentTakenForItsBlock() {
        applier.apply(desired);
        List<String> nested = List.of("10.9.0.0/16", "10.9.2.0/24", "10.9.2.2/31", "10.9.2.3/32");
        for (List<String> order : List.of(nested, nested.reversed())) {
            int longest = 20 + order.indexOf("10.9.2.3/32");
            List<Integer> coming = numbersMet("10.9.2.3");
            order.forEach(at -> desired.blocks().put(Ipv4Prefix.parse(at), 20 + order.indexOf(at)));
            applier.apply(desired);
            assertThat(coming).hasSize(4).containsOnly(longest);
            List<Integer> going = numbersMet("10.9.2.3");
            order.forEach(at -> desired.blocks().remove(Ipv4Prefix.parse(at)));
            applier.apply(desired);
            assertThat(going).containsExactly(longest, longest, longest, 3);
        }
    }

    /** Of an address, after each write. */
    private List<Integer> numbersMet(String address) {
        List<Integer> met = new ArrayList<>();
        Ipv4Address asked = Ipv4Address.parse(address);
        blocks.whenWritten =
                () ->
                        blocks.rows.entrySet().stream()
                                .filter(row -> row.getKey().contains(asked))
                                .max(Comparator.comparingInt(row -> row.getKey().length()))
                                .ifPresent(row -> met.add(row.getValue()));
        return met;
    }

    private static PolicyKey key(int set, int port) {
        return new PolicyKey(set, Direction.INGRESS, 300, 0, 6, port, 16);
    }

    private static PolicyEntry entry(int rule) {
        return new PolicyEntry(Verdict.ALLOW, 1, rule);
    }

    private static DesiredEndpoint endpoint(int set) {
        return new DesiredEndpoint(1, 10, 400, set, 1500, 0x020000000001L, 0x020000000002L);
    }
}
