package naru.apply.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import naru.compile.Delta.IpcacheEntry;
import naru.compile.PolicyEntry;
import naru.compile.PolicyEntry.Verdict;
import naru.compile.PolicyKey;
import naru.datapath.EpochMap;
import naru.datapath.abi.AbiNumbers;
import naru.desired.DesiredEndpoint;
import naru.desired.DesiredState;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.NetworkPolicy.Direction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which change moves which epoch, and which moves none. */
class EpochRulesTest {

    private static final Ipv4Address POD = Ipv4Address.parse("10.0.0.5");
    private static final Ipv4Address TWIN = Ipv4Address.parse("10.0.0.6");
    private static final Ipv4Address PEER = Ipv4Address.parse("10.0.1.7");
    private static final Ipv4Address SAME_LABELS = Ipv4Address.parse("10.0.1.8");
    private static final int SLOT = 1;
    private static final int SLOT_OF_TWIN = 2;
    private static final int SET = 7;
    private static final int IDENTITY = 300;

    private final FakeKernel kernel = new FakeKernel();
    private final DesiredState desired = new DesiredState();
    private MapApplier applier = new MapApplier(kernel.kernel());

    @BeforeEach
    void twoPodsUnderOneSetAndAPeerElsewhere() {
        desired.policy().put(key(IDENTITY, 0, 80), allow(1));
        desired.endpoints().put(POD, endpoint(SLOT, SET));
        desired.endpoints().put(TWIN, endpoint(SLOT_OF_TWIN, SET));
        desired.ipcache().put(PEER.toPrefix(), new IpcacheEntry(IDENTITY, "pod a/b"));
        applier.apply(desired);
        kernel.epochs.moved.clear();
    }

    /** Whether the last round made the programs ask all policy entries again. */
    private boolean answersForgotten;

    private Set<Integer> moved() {
        applier.apply(desired);
        answersForgotten = kernel.epochs.moved.remove(AbiNumbers.EPOCH_POLICY);
        Set<Integer> moved = Set.copyOf(kernel.epochs.moved);
        kernel.epochs.moved.clear();
        return moved;
    }

    @Test
    void anAllowThatIsAddedMovesNothing() {
        desired.policy().put(key(301, 0, 80), allow(2));
        desired.policy().put(key(IDENTITY, 0, 443), allow(9));
        assertThat(moved()).isEmpty();
    }

    @Test
    void whatTheProgramsRememberOfAnswersGoesWithEachEntryThatComesOrGoes() {
        desired.policy().put(key(301, 0, 80), allow(2));
        moved();
        assertThat(answersForgotten).describedAs("a no may have become a yes").isTrue();
        desired.policy().remove(key(301, 0, 80));
        moved();
        assertThat(answersForgotten).describedAs("also if nobody has that identity").isTrue();
        desired.ipcache().put(POD.toPrefix(), new IpcacheEntry(301, "pod a/c"));
        moved();
        assertThat(answersForgotten).describedAs("addresses are looked up each time").isFalse();
    }

    @Test
    void aDenialThatIsAddedMovesTheSlotsUnderItsSet() {
        desired.policy().put(key(IDENTITY, 0, 81), new PolicyEntry(Verdict.DENY, 0x2ff, 3));
        assertThat(moved()).containsExactlyInAnyOrder(SLOT, SLOT_OF_TWIN);
    }

    @Test
    void anAllowThatGoesOrHasAnotherReasonMovesTheSlotsUnderItsSet() {
        desired.policy().put(key(IDENTITY, 0, 80), allow(2));
        assertThat(moved()).containsExactlyInAnyOrder(SLOT, SLOT_OF_TWIN);
        desired.policy().remove(key(IDENTITY, 0, 80));
        assertThat(moved()).containsExactlyInAnyOrder(SLOT, SLOT_OF_TWIN);
    }

    @Test
    void thatAnotherSetLosesAnAllowIsNoMatter() {
        desired.policy().put(new PolicyKey(8, Direction.INGRESS, IDENTITY, 0, 6, 80, 16), allow(1));
        moved();
        desired.policy().remove(new PolicyKey(8, Direction.INGRESS, IDENTITY, 0, 6, 80, 16));
        assertThat(moved()).isEmpty();
    }

    @Test
    void theLastPodOfAnIdentityTakesItsEntriesAlongAndMovesItsBucketOnly() {
        desired.ipcache().remove(PEER.toPrefix());
        desired.policy().remove(key(IDENTITY, 0, 80));
        assertThat(moved()).containsExactly(EpochMap.bucket(PEER));
    }

    @Test
    void entriesOfAnIdentityThatAnotherPodHasStillMoveSlots() {
        desired.ipcache().put(SAME_LABELS.toPrefix(), new IpcacheEntry(IDENTITY, "pod a/c"));
        moved();
        desired.ipcache().remove(PEER.toPrefix());
        desired.policy().remove(key(IDENTITY, 0, 80));
        assertThat(moved()).containsExactlyInAnyOrder(SLOT, SLOT_OF_TWIN, EpochMap.bucket(PEER));
    }

    @Test
    void aBlockSetThatNoPrefixHasAnyMoreMovesNoSlots() {
        Ipv4Prefix prefix = Ipv4Prefix.parse("192.0.2.0/31");
        desired.blocks().put(prefix, 3);
        desired.policy().put(key(0, 3, 80), allow(1));
        moved();
        desired.blocks().put(prefix, 4);
        desired.policy().put(key(0, 4, 80), allow(1));
        desired.policy().remove(key(0, 3, 80));
        assertThat(moved())
                .containsExactlyInAnyOrder(
                        EpochMap.bucket(prefix.first()), EpochMap.bucket(prefix.last()));
    }

    @Test
    void aBlockMovesTheSlotsOfPodsInItToo() {
        Ipv4Prefix prefix = Ipv4Prefix.parse("10.0.0.6/31");
        desired.blocks().put(prefix, 3);
        assertThat(moved())
                .containsExactlyInAnyOrder(
                        SLOT_OF_TWIN,
                        EpochMap.bucket(prefix.first()),
                        EpochMap.bucket(prefix.last()));
    }

    @Test
    void aWideBlockMovesTheSlotsOfThoseWhosePolicyKnewTheAddressesByTheirFormerBlocks() {
        PolicyKey ofOther = new PolicyKey(8, Direction.INGRESS, 0, 3, 6, 80, 16);
        Ipv4Address other = Ipv4Address.parse("10.0.0.9");
        desired.endpoints().put(other, endpoint(9, 8));
        desired.policy().put(ofOther, allow(1));
        moved();
        desired.blocks().put(Ipv4Prefix.parse("10.0.0.0/8"), 3);
        assertThat(moved()).as("nobody's flow rests on a block there").isEmpty();
        desired.blocks().put(Ipv4Prefix.parse("10.0.0.0/16"), 4);
        assertThat(moved()).as("addresses of 3 become 4").containsExactly(9);
        desired.blocks().remove(Ipv4Prefix.parse("10.0.0.0/16"));
        assertThat(moved()).as("no policy speaks of 4").isEmpty();
        desired.blocks().remove(Ipv4Prefix.parse("10.0.0.0/8"));
        desired.policy().remove(ofOther);
        assertThat(moved()).containsExactly(9);
    }

    @Test
    void anEndpointThatGoesMovesItsSlotAndItsBucket() {
        desired.endpoints().remove(POD);
        assertThat(moved()).containsExactlyInAnyOrder(SLOT, EpochMap.bucket(POD));
    }

    @Test
    void anEndpointThatChangesMovesItsSlotOnly() {
        desired.endpoints().put(POD, endpoint(SLOT, 9));
        assertThat(moved()).containsExactly(SLOT);
    }

    @Test
    void aSlotThatIsGivenToAnotherPodInOneRoundMovesAndIsStillKnown() {
        Ipv4Address next = Ipv4Address.parse("10.0.0.9");
        desired.endpoints().remove(POD);
        desired.endpoints().put(next, endpoint(SLOT, SET));
        assertThat(moved()).contains(SLOT, EpochMap.bucket(POD), EpochMap.bucket(next));
        desired.policy().remove(key(IDENTITY, 0, 80));
        assertThat(moved()).containsExactlyInAnyOrder(SLOT, SLOT_OF_TWIN);
    }

    @Test
    void thatAnAddressHasAnotherOwnerWithTheSameIdentityIsNotEvenWritten() {
        kernel.journal.clear();
        desired.ipcache().put(PEER.toPrefix(), new IpcacheEntry(IDENTITY, "pod a/z"));
        assertThat(moved()).isEmpty();
        assertThat(kernel.journal).isEmpty();
    }

    @Test
    void whatIsTakenBackBeforeItWasWrittenIsNotWritten() {
        kernel.journal.clear();
        desired.policy().remove(key(IDENTITY, 0, 80));
        desired.policy().put(key(IDENTITY, 0, 80), allow(1));
        desired.endpoints().put(POD, endpoint(SLOT, 9));
        desired.endpoints().put(POD, endpoint(SLOT, SET));
        assertThat(moved()).isEmpty();
        assertThat(kernel.journal).isEmpty();
    }

    @Test
    void anAgentThatDiedBeforeTheEpochsIsMadeUpFor() {
        kernel.policy.whenWritten = () -> die();
        desired.policy().remove(key(IDENTITY, 0, 80));
        assertThatThrownBy(() -> applier.apply(desired)).isInstanceOf(IllegalStateException.class);
        assertThat(kernel.epochs.moved).isEmpty();

        kernel.epochs.killed = false;
        applier = new MapApplier(kernel.kernel());
        assertThat(applier.readBack(desired)).isZero();
        assertThat(moved())
                .contains(SLOT, SLOT_OF_TWIN, EpochMap.bucket(PEER))
                .hasSize(AbiNumbers.EPOCH_SLOTS - 1 + AbiNumbers.EPOCH_BUCKETS);
        assertThat(moved()).isEmpty();
    }

    private void die() {
        kernel.epochs.killed = true;
        throw new IllegalStateException("killed");
    }

    @Test
    void anAgentThatDiedAtAnyOtherTimeMovesNothingWhenItIsBack() {
        applier = new MapApplier(kernel.kernel());
        applier.readBack(desired);
        assertThat(moved()).isEmpty();
        desired.policy().remove(key(IDENTITY, 0, 80));
        assertThat(moved()).containsExactlyInAnyOrder(SLOT, SLOT_OF_TWIN);
    }

    @Test
    void epochsThatCouldNotBeMovedAreMovedByTheNextRound() {
        kernel.epochs.refusing = true;
        desired.policy().remove(key(IDENTITY, 0, 80));
        assertThatThrownBy(() -> applier.apply(desired)).isInstanceOf(IllegalStateException.class);
        kernel.epochs.refusing = false;
        assertThat(moved()).contains(SLOT, SLOT_OF_TWIN);
    }

    private static PolicyKey key(int identity, int blockSet, int port) {
        return new PolicyKey(SET, Direction.INGRESS, identity, blockSet, 6, port, 16);
    }

    private static PolicyEntry allow(int rule) {
        return new PolicyEntry(Verdict.ALLOW, 0x101, rule);
    }

    private static DesiredEndpoint endpoint(int slot, int set) {
        return new DesiredEndpoint(slot, 10, 400, set, 1500, 0x020000000001L, 0x020000000002L);
    }
}
